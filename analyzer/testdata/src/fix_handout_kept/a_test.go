package fix_handout_kept

import "testing"

func TestTested(t *testing.T) {
	f, err := tested(t.TempDir() + "/f")
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}
