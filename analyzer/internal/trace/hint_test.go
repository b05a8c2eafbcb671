package trace

import "testing"

func TestLiteral(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "unset"}, {"$WORK", "unset"}, {"x", "output"}, {"/dev/tty", "special"}, {"/proc/self/oom_adj", "special"}, {`\\.\COM1`, "special"},
		{`\\?\pipe\x`, "special"}, {"nul", "special"}, {"CON", "special"}, {"conin$", "special"}, {"CONOUT$", "special"},
		{"/var/tmp", "temporary"}, {"/var/tmp/x", "temporary"}, {"/dev/shm", "special"}, {"/dev/shm/x", "temporary"}, {"/var/tmpx", "output"},
	} {
		if got := origins[literal(test.text)]; got != test.want {
			t.Errorf("literal(%q): got %s, want %s", test.text, got, test.want)
		}
	}
}

func TestSuffixHint(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "output"}, {".tmp", "staging"}, {"x.temp", "staging"}, {".part", "staging"}, {".partial", "staging"}, {"~tmp", "staging"},
		{"_tmp", "staging"}, {".tmp-%d", "staging"}, {".tmp.*", "staging"}, {".tmp12", "staging"}, {"tmp", "output"}, {".tmpl", "output"},
	} {
		if got := origins[SuffixHint(test.text, output)]; got != test.want {
			t.Errorf("SuffixHint(%q): got %s, want %s", test.text, got, test.want)
		}
	}
}

func TestHinted(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"path", "unknown"}, {"cgroupPath", "special"}, {"resctrl", "special"}, {"tmpdir", "temporary"}, {"scratch", "temporary"},
		{"tmp", "temporary"}, {"tmpPath", "temporary"}, {"stagingDir", "temporary"}, {"outTmp", "temporary"}, {"tempSensor", "unknown"},
		{"temperature", "unknown"},
	} {
		if got := origins[hinted(test.name, Unknown)]; got != test.want {
			t.Errorf("hinted(%q): got %s, want %s", test.name, got, test.want)
		}
	}
}

func TestAside(t *testing.T) {
	for _, test := range []struct {
		name, tail string
		want       bool
	}{
		{"backupPath", "", true}, {"old", "", true}, {"path", "", false}, {"", "x.bak", true}, {"", ".1", true}, {"", "x.txt", false}, {"", "bak", false},
	} {
		if got := aside(test.name, test.tail); got != test.want {
			t.Errorf("aside(%q, %q): got %t, want %t", test.name, test.tail, got, test.want)
		}
	}
}
