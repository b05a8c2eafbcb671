package workload

import (
	"io/fs"
	"testing"
	"testing/fstest"
)

// TestCheck checks which files are taken for what, after round 1 of 3.
func TestCheck(t *testing.T) {
	history := func(scenario string) *History {
		r, err := New(Spec{Writer: "atomicfile", Scenario: scenario, Seed: 1, Rounds: 3})
		if err != nil {
			t.Fatal(err)
		}
		h := &History{Run: r}
		for round := 1; round <= 3; round++ {
			modes := make(map[string]fs.FileMode)
			for _, name := range r.scenario.Names(round) {
				modes[name] = perm
			}
			h.Rounds = append(h.Rounds, Round{round, modes})
		}
		return h
	}
	over, fresh := history(Overwrite), history(Create)
	file := func(data []byte, mode fs.FileMode) *fstest.MapFile { return &fstest.MapFile{Data: data, Mode: mode} }
	half := over.bytes("dest", 2)[:over.Run.version("dest", 2).Size/2]
	tests := []struct {
		name string
		h    *History
		tree fstest.MapFS
		want string // kind, "" for none
	}{
		{"the last version", over, fstest.MapFS{"dest": file(over.bytes("dest", 1), perm)}, ""},
		{"the next version", over, fstest.MapFS{"dest": file(over.bytes("dest", 2), perm), "dest.atomic.tmp": file(half, perm)}, ""},
		{"an older version", over, fstest.MapFS{"dest": file(over.bytes("dest", 0), perm)}, Lost},
		{"a version to come", over, fstest.MapFS{"dest": file(over.bytes("dest", 3), perm)}, Torn},
		{"half a version", over, fstest.MapFS{"dest": file(half, perm)}, Torn},
		{"nothing in it", over, fstest.MapFS{"dest": file(nil, perm)}, Torn},
		{"no file", over, fstest.MapFS{}, Torn},
		{"another mode", over, fstest.MapFS{"dest": file(over.bytes("dest", 1), 0o600)}, Mode},
		{"two temporaries", over, fstest.MapFS{"dest": file(over.bytes("dest", 1), perm), "dest.atomic.tmp": file(nil, perm), ".dest1": file(nil, perm)}, Stray},
		{"created, the next one not", fresh, fstest.MapFS{"dest01": file(fresh.bytes("dest01", 1), perm)}, ""},
		{"not created", fresh, fstest.MapFS{}, Lost},
		{"created too early", fresh, fstest.MapFS{"dest01": file(fresh.bytes("dest01", 1), perm), "dest03": file(fresh.bytes("dest03", 3), perm)}, Torn},
	}
	for _, test := range tests {
		found := test.h.Check(test.tree, 1)
		switch {
		case test.want == "" && len(found) > 0:
			t.Errorf("%s: got %v, want none", test.name, found)
		case test.want != "" && (len(found) != 1 || found[0].Kind != test.want):
			t.Errorf("%s: got %v, want one that is %s", test.name, found, test.want)
		}
	}
}

// TestWholeBeside checks that a file overwritten in place may be torn only
// while the whole content is beside it.
func TestWholeBeside(t *testing.T) {
	r, err := New(Spec{Writer: "atomicfile, InPlace", Scenario: InPlace, Seed: 1, Rounds: 3})
	if err != nil {
		t.Fatal(err)
	}
	h := &History{Run: r}
	tree := fstest.MapFS{"dest": {Data: []byte("torn"), Mode: perm}, "dest.atomic.tmp": {Data: h.bytes("dest", 2), Mode: perm}}
	if found := h.Check(tree, 1); len(found) > 0 {
		t.Errorf("with the whole content beside it: got %v, want none", found)
	}
	if found := h.Check(tree, 2); len(found) == 0 {
		t.Error("with the content of a round that had returned beside it: got none")
	}
	tree["dest.atomic.tmp"].Data = tree["dest.atomic.tmp"].Data[1:]
	if found := h.Check(tree, 1); len(found) == 0 {
		t.Error("with a part beside it: got none")
	}
}

// TestPromises checks that a promise is broken by what it is about.
func TestPromises(t *testing.T) {
	all := []Violation{{Torn, ""}, {Lost, ""}, {Mode, ""}, {Stray, ""}}
	for _, test := range []struct {
		promise Promise
		want    int
	}{{Promise{}, 0}, {Promise{Whole: true}, 1}, {Promise{Mode: true}, 1}, {Promise{Durable: true}, 1}, {Promise{Tidy: true}, 1}, {Promise{true, true, true, true}, 4}} {
		if got := len(test.promise.Breaks(all)); got != test.want {
			t.Errorf("%+v is broken by %d of the kinds, want %d", test.promise, got, test.want)
		}
	}
}
