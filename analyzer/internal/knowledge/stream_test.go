package knowledge

import "testing"

func TestNamesInterrupt(t *testing.T) {
	for _, test := range []struct {
		text string
		want bool
	}{
		{"Press Ctrl-C to stop the capture.", true},
		{"(CTRL+C to quit)", true},
		{"press control c", true},
		{"recording, ^C ends it", true},
		{"end it by ^C", true},
		{"Press Enter to stop", false},
		{"^Content-Type:", false},
		{"^c", false},
		{"remote control center", false},
		{"ctrl-code", false},
	} {
		if got := NamesInterrupt(test.text); got != test.want {
			t.Errorf("NamesInterrupt(%q): got %v, want %v", test.text, got, test.want)
		}
	}
}
