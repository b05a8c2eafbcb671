package flow

import (
	"go/ast"
	"testing"

	"github.com/atomiclint/atomiclint/analyzer/internal/typecheck"
)

// TestSpeaksBefore looks for messages in the branch that the last return ends.
func TestSpeaksBefore(t *testing.T) {
	for _, test := range []struct {
		body string
		want bool
	}{
		{`log.Print("x"); return`, false}, // no branch
		{`if cond { log.Print("x"); return }`, true},
		{`if cond { fmt.Println("x"); return }`, true},
		{`fmt.Println("x"); if cond { return }`, false},
		{`if cond { fmt.Fprintln(w, "x"); return }`, false},
		{`if cond { fmt.Fprintf(w, "x"); return }`, false},
		{`if cond { fmt.Fprint(w, "x"); return }`, false},
		{`if cond { (log.Print("x")); return }`, true},
		{`if cond { own(); return }`, false},
		{`if cond { n := fmt.Sprint("x"); _ = n; return }`, false},
		{`if cond { <-c; return }`, false},
		{`switch { case cond: log.Print("x"); return }`, true},
		{`if cond { l.Print("x"); return }`, true},
		{`if cond { log.Print("x") }; if !cond { return }`, false},
		{`for cond { log.Print("x"); if cond { os.Exit(1); return } }`, false},
	} {
		f, _ := load(t, `package p

import (
	"fmt"
	"io"
	"log"
	"os"
)

func own() {}

func user(cond bool, w io.Writer, c chan int, l *log.Logger) { `+test.body+` }

var _ = os.Exit
var _ = fmt.Sprint
`)
		fn := typecheck.Func(t, f.Funcs, "user")
		var ret ast.Node
		for c := range fn.Cursor.Preorder((*ast.ReturnStmt)(nil)) {
			ret = c.Node()
		}
		if got := f.SpeaksBefore(fn.Cursor.Node(), ret); got != test.want {
			t.Errorf("%s: got %t, want %t", test.body, got, test.want)
		}
	}
}
