package atomicfile

import "testing"

func TestMapped(t *testing.T) {
	for _, id := range []int{0, 1000, overflowID - 1} {
		if !mapped("uid", id) || !mapped("gid", id) {
			t.Errorf("%d cannot be given to, want that it can", id)
		}
	}
	if !mapped("no such", overflowID) {
		t.Error("where the map cannot be read, nobody can be given to, want that he can")
	}
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"         0          0 4294967295\n", true},
		{"         0          0 4294967294\n", false},
		{"         0       1000          1\n", false},
		{"         0     100000      65536\n", false},
		{"         0          0      65536\n", false},
		{"", false},
	} {
		if got := mapsAll(tt.text); got != tt.want {
			t.Errorf("mapsAll(%q) = %v, want %v", tt.text, got, tt.want)
		}
	}
}
