package trace

import (
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestSinkOf looks at calls that open or write a file by name, and others.
func TestSinkOf(t *testing.T) {
	extra := map[string]knowledge.Sink{
		"example.com/lib.Put":      {Kind: knowledge.ForeignSink, Path: 0, Data: -1, Flag: -1},
		"example.com/lib.Move":     {Kind: knowledge.WholeFile, Path: 1, Data: 0, Flag: -1},
		"example.com/lib.SaveBoth": {Kind: knowledge.WholeFile, Path: 1, Data: -1, Flag: 0},
		"example.com/lib.Clean":    {Kind: knowledge.WholeFile, Path: 0, Data: 1, Flag: -1},
		"example.com/lib.Beside":   {Kind: knowledge.WholeFile, Path: 0, Data: -1, Flag: 1},
		"example.com/lib.Save":     {Kind: knowledge.WholeFile, Path: 1, Data: -1, Flag: -1},
		"example.com/lib.New":      {Kind: knowledge.ForeignSink, Path: 0, Data: -1, Flag: -1},
	}
	for _, test := range []struct {
		call string
		kind int    // -1: no sink
		want string // the arguments: path, content, flags
	}{
		{`os.Create("a")`, int(knowledge.OpenHandle), `"a" - -`},
		{`os.OpenFile("a", os.O_CREATE, 0)`, int(knowledge.OpenHandle), `"a" - os.O_CREATE`},
		{`os.WriteFile("a", nil, 0)`, int(knowledge.WholeFile), `"a" nil -`},
		{`ioutil.WriteFile("a", nil, 0)`, int(knowledge.WholeFile), `"a" nil -`},
		{`new(os.Root).Create("a")`, int(knowledge.OpenHandle), `"a" - -`},
		{`syscall.Open("a", syscall.O_CREAT, 0)`, int(knowledge.OpenNumber), `"a" - syscall.O_CREAT`},
		{`afero.WriteFile(nil, "a", nil, 0)`, int(knowledge.WholeFile), `"a" nil - abstract`},
		{`afero.Fs(nil).Create("a")`, int(knowledge.OpenHandle), `"a" - - abstract`},
		{`lib.Put("a")`, int(knowledge.WholeFile), `"a" - -`},
		{`lib.New("a")`, int(knowledge.OpenHandle), `"a" - -`},
		{`lib.Move("content", "a")`, int(knowledge.WholeFile), `"a" "content" -`},
		{`lib.SaveBoth("flags", "a")`, int(knowledge.WholeFile), `"a" - "flags"`},
		{`lib.Clean("a")`, int(knowledge.WholeFile), `"a" - -`},
		{`lib.Beside("a")`, -1, ``},
		{`lib.Save("a")`, -1, ``},
		{`lib.Make("a")`, -1, ``},
		{`os.Open("a")`, -1, ``},
		{`os.WriteFile(args())`, int(knowledge.WholeFile), `args() - -`},
		{`func() {}()`, -1, ``},
		{`error(nil).Error()`, -1, ``},
		{`print("a")`, -1, ``},
	} {
		_, pkg := load(t, "func args() (string, []byte, os.FileMode) { return \"\", nil, 0 }\n\nfunc user() { "+test.call+" }\n")
		call := last(pkg)
		k, ok := SinkOf(pkg.Info, call, extra)
		if ok != (test.kind >= 0) {
			t.Errorf("%s: got a sink: %t, want %t", test.call, ok, test.kind >= 0)
		}
		if !ok {
			continue
		}
		got := strings.Join([]string{text(k.Path), text(k.Data), text(k.Flag)}, " ")
		if k.Abstract {
			got += " abstract"
		}
		if int(k.Kind) != test.kind || got != test.want || k.Cursor != call || k.Call != call.Node() || k.Fn == nil {
			t.Errorf("%s: got kind %d, %s, want %d, %s", test.call, k.Kind, got, test.kind, test.want)
		}
	}
}

// last returns the outermost call of the last statement of the file.
func last(pkg *typecheck.Package) inspector.Cursor {
	var c inspector.Cursor
	for stmt := range pkg.Root.Preorder((*ast.ExprStmt)(nil)) {
		for call := range stmt.Preorder((*ast.CallExpr)(nil)) {
			c = call
			break
		}
	}
	return c
}

func text(e ast.Expr) string {
	if e == nil {
		return "-"
	}
	return types.ExprString(e)
}

func TestImportsSink(t *testing.T) {
	for _, test := range []struct {
		imports string
		extra   map[string]knowledge.Sink
		want    bool
	}{
		{`"os"`, nil, true}, {`"syscall"`, nil, true}, {`"github.com/spf13/afero"`, nil, true},
		{`"fmt"`, nil, false}, {`"fmt"`, map[string]knowledge.Sink{"x.F": {}}, true},
	} {
		pkg := typecheck.Source(t, "package p\n\nimport _ "+test.imports+"\n", sources)
		if got := ImportsSink(pkg.Types, test.extra); got != test.want {
			t.Errorf("import %s with %d more sinks: got %t, want %t", test.imports, len(test.extra), got, test.want)
		}
	}
}

var flagTexts = []struct {
	flag OpenFlags
	text string
}{
	{FlagWrite, "write"}, {FlagReadWrite, "rw"}, {FlagAppend, "append"}, {FlagCreate, "create"}, {FlagExcl, "excl"}, {FlagTrunc, "trunc"},
	{FlagSync, "sync"}, {FlagUnknown, "unknown"},
}

func flagsText(flags OpenFlags) string {
	var names []string
	for _, f := range flagTexts {
		if flags.Has(f.flag) {
			names = append(names, f.text)
		}
	}
	return strings.Join(names, " ")
}

// TestFlags looks at the flags with which the last sink opens its file: all
// that it may have, and, parted by slashes, those that each caller chooses.
func TestFlags(t *testing.T) {
	for _, test := range []struct{ body, want, choices string }{
		{`os.Create("x")`, "rw create trunc", ""},
		{`os.OpenFile("x", os.O_RDONLY, 0)`, "", ""},
		{`os.OpenFile("x", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0)`, "write create trunc", ""},
		{`os.OpenFile("x", os.O_RDWR+os.O_CREATE+os.O_EXCL, 0)`, "rw create excl", ""},
		{`os.OpenFile("x", (os.O_APPEND | os.O_SYNC), 0)`, "append sync", ""},
		{`os.OpenFile("x", (n | os.O_CREATE), 0)`, "write create", ""},
		{`os.OpenFile("x", syscall.O_CREAT|syscall.O_DSYNC, 0)`, "create sync", ""},
		{`os.OpenFile("x", 0x241, 0)`, "write create trunc", ""},
		{`os.OpenFile("x", int(os.O_CREATE), 0)`, "create", ""},
		{`os.OpenFile("x", own, 0)`, "write trunc", ""},
		{`f := os.O_CREATE; os.OpenFile("x", f, 0)`, "create", ""},
		{`f := os.O_CREATE; if n > 0 { f = os.O_TRUNC }; os.OpenFile("x", f, 0)`, "create trunc", ""},
		{`f := os.O_CREATE; f |= os.O_TRUNC; os.OpenFile("x", f, 0)`, "create trunc", ""},
		{`f := n; os.OpenFile("x", f|os.O_CREATE, 0)`, "write create", ""},
		{`os.OpenFile("x", n, 0)`, "write", "write/"},
		{`n = os.O_CREATE; os.OpenFile("x", n, 0)`, "write create", ""},
		{`os.OpenFile("x", Global, 0)`, "create unknown", ""},
		{`os.OpenFile("x", os.O_CREATE&^1, 0)`, "create", ""},
		{`os.OpenFile("x", n&os.O_CREATE, 0)`, "unknown", ""},
		{`f, _ := two(); os.OpenFile("x", f, 0)`, "unknown", ""},
		{`os.OpenFile("x", one(), 0)`, "unknown", ""},
		{`var f int; os.OpenFile("x", f, 0)`, "unknown", ""},
		{`f := 0; f = f | os.O_CREATE; os.OpenFile("x", f, 0)`, "create unknown", ""},
		{`syscall.Open("x", syscall.O_CREAT, 0)`, "create", ""},
		{`f, g := os.O_CREATE, os.O_TRUNC; os.OpenFile("x", f|g, 0)`, "create trunc", ""},
		{`os.OpenFile("x", os.O_CREATE|n, 0)`, "write create", ""},
		{`f := os.O_CREATE; f += os.O_TRUNC; os.OpenFile("x", f, 0)`, "create trunc", ""},
		{`f := os.O_CREATE; f = os.O_TRUNC; os.OpenFile("x", f, 0)`, "create trunc", ""},
		{`f := os.O_CREATE; p := &f; *p = os.O_TRUNC; os.OpenFile("x", f, 0)`, "create unknown", ""},
		{`os.OpenFile("x", os.O_RDWR, 0)`, "rw", ""},
		{`os.OpenFile("x", 0, 0)`, "", ""},
		{`os.OpenFile("x", int(n), 0)`, "write", ""},
		{`const f = os.O_CREATE | os.O_APPEND; os.OpenFile("x", f, 0)`, "append create", ""},
		{`var f = os.O_CREATE | os.O_EXCL; os.OpenFile("x", f, 0)`, "create excl", ""},
		{`f := []int{os.O_CREATE}; os.OpenFile("x", f[0], 0)`, "unknown", ""},
		{`syscall.Open("x", syscall.O_CREAT|syscall.O_TRUNC|syscall.O_WRONLY, 0)`, "write create trunc", ""},
	} {
		s, _ := load(t, `const own = os.O_WRONLY | os.O_TRUNC

var Global = os.O_CREATE

func two() (int, int) { return 1, 2 }
func one() int        { return 1 }

func user(n int) { `+test.body+` }

func callers() { user(os.O_WRONLY); user(0) }
`)
		k := sink(t, s, "user")
		if got := flagsText(FlagsOf(s.Flow, k)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.body, got, test.want)
		}
		var choices []string
		for _, flags := range FlagChoices(s.Flow, k) {
			choices = append(choices, flagsText(flags))
		}
		want := test.choices
		if want == "" {
			want = test.want
		}
		if got := strings.Join(choices, "/"); got != want {
			t.Errorf("%s: got the choices %q, want %q", test.body, got, want)
		}
	}
}

func TestHas(t *testing.T) {
	flags := FlagCreate | FlagTrunc
	for _, test := range []struct {
		bits OpenFlags
		want bool
	}{{FlagCreate, true}, {FlagCreate | FlagTrunc, true}, {FlagCreate | FlagExcl, false}, {FlagExcl, false}} {
		if got := flags.Has(test.bits); got != test.want {
			t.Errorf("create and trunc have %s: got %t, want %t", flagsText(test.bits), got, test.want)
		}
	}
}
