package trust

import (
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/facts"
	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestTells asks what it says of the file at p if a function returns true.
func TestTells(t *testing.T) {
	for _, test := range []struct {
		body string
		want facts.Tells
	}{
		{`_, err := os.Stat(p); return err == nil`, facts.Exists},
		{`_, err := os.Lstat(p); return err != nil`, facts.Absent},
		{`_, err := os.Stat(p); return os.IsNotExist(err)`, facts.Absent},
		{`_, err := os.Stat(p); return !errors.Is(err, fs.ErrNotExist)`, facts.Exists},
		{`fi, err := os.Stat(p); return err == nil && !fi.IsDir()`, facts.Exists},
		{`fi, err := os.Stat(p); return err == nil && fi.Size() > 0`, facts.Exists},
		{`if _, err := os.Stat(p); err != nil { return false }; return true`, facts.Exists},
		{`if _, err := os.Stat(p); os.IsNotExist(err) { return true }; return false`, facts.Absent},
		{`f, err := os.Open(p); if err == nil { f.Close(); return true }; return false`, facts.Exists},
		{`return there(p)`, facts.Exists},
		{`_, err := os.Stat("x"); _, err = os.Stat(p); return err == nil`, facts.Exists},
		{`_, err := os.Stat(p); if err == nil { return true }; _, err = os.Stat("x"); return false`, facts.Exists},
		{`_, err := os.Stat(p); if p == "x" { return err == nil }; return err == nil`, facts.Exists},
		{`_, err := os.Stat(p); return err == nil || p == ""`, facts.Exists},
		{`_, err := os.Stat(p); return err != nil || p == ""`, facts.Absent},
		{`_, err := os.Stat(p); return os.IsNotExist(err) && p != ""`, facts.Absent},
		{`_, err := os.Stat(p); return err == nil && (own{}).IsDir()`, facts.Exists},
		{`_, err := os.Stat(p); return err == nil && ErrNotExist.Error() == ""`, facts.Exists},

		{`fi, err := os.Stat(p); return err == nil && fi.IsDir()`, facts.Nothing},
		{`fi, err := os.Lstat(p); return err == nil && fi.Mode()&os.ModeSymlink != 0`, facts.Nothing},
		{`fi, err := os.Lstat(p); return err == nil && fi.Mode().IsDir()`, facts.Nothing},
		{`fi, err := os.Lstat(p); return err == nil && !fi.Mode().IsDir()`, facts.Exists},
		{`fi, err := os.Lstat(p); return err == nil && fi.Mode().IsRegular()`, facts.Exists},
		{`fi, err := os.Stat(p); return err == nil && fi.Size() == 7`, facts.Nothing},
		{`_, err := os.Stat(p + ".bak"); return err == nil`, facts.Nothing},
		{`_, err := os.Stat(p); _, err = os.Stat("x"); return err == nil`, facts.Nothing},
		{`_, err := os.Stat(p); return errors.Is(err, ErrNotExist)`, facts.Nothing},
		{`_, err := os.Stat(p); return errors.Is(err, errors.New("x"))`, facts.Nothing},
		{`_, err := os.Stat(p); return err == fs.ErrNotExist`, facts.Nothing},
		{`f, _ := os.Open(p); return f != nil`, facts.Nothing},
		{`return os.IsNotExist(ErrNotExist) || p == ""`, facts.Nothing},
		{`_, err := os.Stat(p); return err == nil && verify(p) == nil`, facts.Nothing},
		{`_, err := os.Stat(p); return errors.Is(err, fs.ErrPermission)`, facts.Nothing},
		{`_, err := os.Stat(p); return err == nil && !valid(p)`, facts.Nothing},
		{`_, err := os.Stat(p); return err == nil && !isInvalid(p)`, facts.Nothing},
		{`p = "x"; _, err := os.Stat(p); return err == nil`, facts.Nothing},
		{`if p == "" { return false }; return true`, facts.Nothing},
		{`_, err := os.Stat(p); if err == nil { print() } else { return true }; return false`, facts.Nothing},
		{`return tells(p)`, facts.Nothing},
		{`_, err := os.Stat(p); if p == "x" { return err == nil }; return err != nil`, facts.Nothing},
	} {
		f, _ := load(t, `func there(p string) bool { _, err := os.Stat(p); return err == nil }

func verify(p string) error { return nil }
func isInvalid(p string) bool { return p == "" }
func valid(p string) bool { return p != "" }

var ErrNotExist = errors.New("x")

type own struct{}

func (own) IsDir() bool { return false }

func tells(p string) bool { `+test.body+" }\n")
		fn := typecheck.Func(t, f.Funcs, "tells")
		if got := f.Tells(flow.ParamRef{Fn: fn, Index: 0}); got != test.want {
			t.Errorf("%s: got %d, want %d", test.body, got, test.want)
		}
		sums := make([]facts.Param, 1)
		f.AddTo(sums, fn)
		if got := sums[0].Tells; got != test.want {
			t.Errorf("%s: got %d in the summary, want %d", test.body, got, test.want)
		}
	}
}

// TestTellsNothing asks functions whose results, or parameters, do not tell.
func TestTellsNothing(t *testing.T) {
	for _, src := range []string{
		`func tells(p string) { os.Stat(p) }`,
		`func tells(p string) any { _, err := os.Stat(p); return err == nil }`,
		`func tells(p []string) bool { _, err := os.Stat(p[0]); return err == nil }`,
		`func tells(p string) (ok bool) { _, err := os.Stat(p); ok = err == nil; return }`,
		`func tells(string) bool { return true }`,
	} {
		f, _ := load(t, src+"\n")
		sums := make([]facts.Param, 1)
		f.AddTo(sums, typecheck.Func(t, f.Funcs, "tells"))
		if sums[0].Tells != facts.Nothing {
			t.Errorf("%s: got %d, want %d", src, sums[0].Tells, facts.Nothing)
		}
	}
}
