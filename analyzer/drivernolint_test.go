package analyzer

import (
	"strings"
	"testing"
)

// TestDriverNolint looks at what is reported for drivers that drop what nolint
// silences themselves, and for others. The directives of this project silence
// in all.
func TestDriverNolint(t *testing.T) {
	const text = `package a

import "os"

func save(data []byte) {
	os.WriteFile("nolint", data, 0o644) //nolint:atomiclint
	os.WriteFile("ignore", data, 0o644) //atomiclint:ignore readers check a sum
	os.WriteFile("plain", data, 0o644)
}
`
	for _, test := range []struct {
		driver bool
		want   []string
	}{
		{false, []string{"plain"}},
		{true, []string{"nolint", "plain"}},
	} {
		a, err := New(Settings{DriverNolint: test.driver})
		if err != nil {
			t.Fatal(err)
		}
		found := diagnose(t, a, text, "1.26")
		if len(found) != len(test.want) {
			t.Errorf("DriverNolint %t: got %d findings, want %q: %v", test.driver, len(found), test.want, found)
			continue
		}
		for i, want := range test.want {
			if !strings.Contains(found[i].Message, `"`+want+`"`) {
				t.Errorf("DriverNolint %t: got finding %q, want one of %q", test.driver, found[i].Message, want)
			}
		}
	}
}
