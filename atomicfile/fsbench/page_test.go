package main

import (
	"strings"
	"testing"

	"github.com/atomiclint/atomiclint/atomicfile/fsbench/behaviour"
)

// TestPage looks at a page of invented results.
func TestPage(t *testing.T) {
	same := behaviour.Result{"ok; f new 0644", "ok; f new 0644"}
	r := results{"ext4": {}, "xfs": {}, "tmpfs": {}}
	for _, b := range behaviour.All() {
		for place := range r {
			r[place][b.Name] = same
		}
	}
	r["xfs"]["hard link"] = behaviour.Result{"ok; f new 0644 2 links, other new 0644 2 links", "ok; f new 0644, other old 0644"}
	r["tmpfs"]["replace"] = behaviour.Result{"ok; f new 0644", "EIO; f old 0644"}
	page, err := r.page()
	for _, want := range []string{
		"\n| new file | ok; f new 0644 | = |  | everywhere |\n",
		"\n|  | ok; f new 0644 2 links, other new 0644 2 links | ok; f new 0644, other old 0644 | 1 | xfs |\n",
		"\n|  | ok; f new 0644 | EIO; f old 0644 | **?** | tmpfs |\n",
		"\n1. A rename changes one name: the others keep the old file.\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have the line %q", want)
		}
	}
	if err == nil {
		t.Fatal("no error, though there is a difference without a reason, and reasons are of no use")
	}
	for _, want := range []string{
		"not explained: tmpfs, replace: package os: ok; f new 0644; atomicfile: EIO; f old 0644",
		"explains nothing: It can be started at any time.",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got error %q, want it to contain %q", err, want)
		}
	}
	if strings.Contains(err.Error(), "explains nothing: A rename changes one name") {
		t.Error("a reason that explains something is called useless")
	}
}

func TestDoubtful(t *testing.T) {
	for _, test := range []struct {
		what, name, place string
		got               behaviour.Result
		want              bool
	}{
		{"no difference", "replace", "ext4", behaviour.Result{"ok; f new 0644", "ok; f new 0644"}, false},
		{"a difference that is explained", "hard link", "xfs", behaviour.Result{"ok; f new 0644", "ok; f new 0644, other old 0644"}, false},
		{"a difference that is not", "replace", "tmpfs", behaviour.Result{"ok; f new 0644", "EIO; f old 0644"}, true},
		{"both hang", "replace", "ext4", behaviour.Result{"hangs; f EMPTY 0644", "hangs; f EMPTY 0644"}, true},
		{"one hangs, which a reason would explain", "hard link", "xfs", behaviour.Result{"hangs; f old 0644", "ok; f new 0644, other old 0644"}, true},
	} {
		if got := doubtful(test.name, test.place, test.got); got != test.want {
			t.Errorf("%s: doubtful is %v, want %v", test.what, got, test.want)
		}
	}
}
