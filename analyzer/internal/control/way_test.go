package control

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
	"testing"
)

// TestWay asks what is known on a way. A mark asks the question that it names,
// and the answer is noted.
func TestWay(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       []string
	}{
		{"an error that may be nil has not failed", `{
			step()
			mark("failing")
		}`, []string{"3 succeeds"}},
		{"an error that is not nil has", `{
			if step() != nil {
				mark("failing")
			}
		}`, []string{"4 succeeds", "4 succeeds failing"}},
		{"an error that is nil has not", `{
			if step() == nil {
				mark("failing")
			}
		}`, []string{"4 succeeds", "4 undecided"}},
		{"a sticky error outlives that the call is made again", `{
			for range 2 {
				if write() != nil {
					mark("failed")
				}
			}
			mark("failing")
		}`, []string{"7 succeeds", "7 succeeds failed failing"}},
		{"an error that was forgotten", `{
			if write() != nil {
				mark("forget")
				mark("failing")
			}
		}`, []string{"5 succeeds"}},
		{"an error that must be seen, and the call is made again", `{
			for range 2 {
				err := step()
				_ = err
			}
			mark("failing")
			mark("unsettled")
		}`, []string{"7 succeeds", "7 succeeds failing unsettled", "7 succeeds unsettled"}},
		{"an error that was seen before the call is made again", `{
			for range 2 {
				if step() != nil {
					return
				}
			}
			mark("failing")
			mark("unsettled")
		}`, []string{"3 undecided", "8 succeeds"}},
		{"no sticky error has come up", `{
			err := write()
			mark("unstick")
			if err != nil {
				mark("never")
			}
		}`, []string{"6 succeeds"}},
		{"no sticky error has come up, but one has", `{
			if write() != nil {
				mark("unstick")
				mark("never")
			}
		}`, []string{"5 succeeds"}},
		{"no sticky error has come up, but one had before", `{
			for range 2 {
				if write() == nil {
					break
				}
			}
			mark("unstick")
		}`, []string{"7 succeeds"}},
		{"other errors may come up", `{
			err := step()
			mark("unstick")
			if err != nil {
				mark("failing")
			}
		}`, []string{"6 succeeds", "6 succeeds failing"}},
		{"by the result", `(err error) {
			err = step()
			mark("by")
			return err
		}`, []string{"3 fails from step error", "3 succeeds from step nil"}},
		{"by the result, which is nil", `(err error) {
			mark("by")
			return err
		}`, []string{"2 succeeds nil"}},
		{"by the result, which is an error", `(err error) {
			err = errBad
			mark("by")
			return err
		}`, []string{"3 fails error"}},
		{"by the result, which comes from nowhere that is known", `(err error) {
			err = current
			mark("by")
			return err
		}`, []string{"3 fails error", "3 succeeds nil"}},
		{"by the result, whose address is taken", `(err error) {
			p := &err
			mark("by")
			*p = nil
			return err
		}`, []string{"4 fails error", "4 fails nil", "4 succeeds error", "4 succeeds nil"}},
		{"by the result that has no name", `error {
			defer mark("by")
			return step()
		}`, []string{"2 fails from step error", "2 succeeds from step nil"}},
		{"the result is cleared", `(err error) {
			err = step()
			mark("clear")
			return err
		}`, []string{"3 succeeds"}},
		{"the result that has no name is cleared", `error {
			defer mark("clear")
			return step()
		}`, []string{"2 succeeds"}},
		{"the result whose address is taken is not", `(err error) {
			p := &err
			mark("clear")
			*p = step()
			return err
		}`, []string{"4 fails", "4 succeeds"}},
		{"in a literal that is deferred", `{
			defer func() { mark("inner") }()
			mark("inner")
			mark("outer")
		}`, []string{"4 succeeds outer inner"}},
		{"because of an error", `{
			if err := step(); err != nil {
				mark("troubled")
			}
			mark("troubled")
		}`, []string{"5 succeeds", "5 succeeds troubled"}},
		{"because of an error, in a loop", `{
			if step() != nil {
				for range 1 {
					mark("troubled")
				}
			}
		}`, []string{"6 succeeds", "6 succeeds troubled"}},
		{"because of an error, in the else branch", `{
			if step() == nil {
				mark("troubled")
			} else {
				mark("troubled")
			}
		}`, []string{"6 succeeds", "6 succeeds troubled"}},
		{"because of an error, in a case", `{
			err := step()
			switch {
			case err != nil:
				mark("troubled")
			default:
				mark("troubled")
			}
		}`, []string{"8 succeeds", "8 succeeds troubled"}},
		{"because of an error that was told apart", `{
			if err := step(); err == io.EOF || errors.Is(err, errBad) {
				mark("troubled")
			}
		}`, []string{"4 succeeds"}},
		{"because of an error, behind a return", `{
			if step() == nil {
				return
			}
			mark("troubled")
		}`, []string{"2 succeeds", "5 fails troubled"}},
		{"the calls that the result comes from", `error {
			a, b := step(), write()
			return errors.Join(a, b)
		}`, []string{"2 fails from step from write", "2 succeeds from step from write"}},
		{"the call that a wrapped result comes from", `error {
			err := step()
			return wrap(err)
		}`, []string{"2 fails from step", "2 succeeds from step"}},
		{"the call that failed", `{
			if step() != nil {
				mark("failed")
			} else {
				mark("failed")
			}
		}`, []string{"6 succeeds", "6 succeeds failed"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			fset, g, decls := load(t, "func write() error { return current }\nfunc f() "+test.body+"\n")
			fn := decls["f"]
			var result *types.Var
			if r := fn.Type.Results; r != nil && len(r.List[0].Names) > 0 {
				result = g.info.Defs[r.List[0].Names[0]].(*types.Var)
			}
			m := NewMachine[string](g, 1000)
			var last *ast.CallExpr // of step or write
			answer := func(w *Way[string], question string, yes bool) {
				if yes && !strings.Contains(w.State, question) {
					w.State += " " + question
				}
			}
			m.Call = func(w *Way[string], call *ast.CallExpr) []Way[string] {
				switch types.ExprString(call.Fun) {
				case "step":
					last = call
					m.Watch(w, call, MustBeSeen)
				case "write":
					last = call
					m.Watch(w, call, Sticky)
				}
				switch text := marked(call); text {
				case "failing":
					answer(w, text, m.Failing(w))
				case "failed":
					answer(w, text, m.Failed(w, last))
				case "unsettled":
					answer(w, text, m.Unsettled(w) != nil)
				case "forget":
					m.Unwatch(w)
				case "unstick":
					if !m.Unstick(w) {
						w.Kill()
					}
				case "by":
					zero, nonZero := m.ByVar(*w, result)
					for i := range zero {
						zero[i].State += " nil"
					}
					for i := range nonZero {
						nonZero[i].State += " error"
					}
					ways := append(zero, nonZero...)
					*w = ways[0]
					return ways[1:]
				case "clear":
					m.SetVar(w, result, Zero)
				case "inner":
					answer(w, text, w.Inner(fn))
				case "troubled":
					answer(w, text, w.Troubled())
				default:
					answer(w, text, text != "")
				}
				return nil
			}
			var got []string
			m.Run(fn, "", func(e Exit[string]) {
				outcome := [...]string{Undecided: "undecided", Succeeded: "succeeds", Failed: "fails"}[e.Outcome]
				from := ""
				for _, call := range m.Origins(e) {
					from += " from " + types.ExprString(call.Fun)
				}
				line := fset.Position(min(e.At.Pos(), fn.End()-1)).Line - fset.Position(fn.Pos()).Line
				got = append(got, fmt.Sprintf("%d %s%s%s", line, outcome, from, e.Way.State))
			})
			slices.Sort(got)
			if got = slices.Compact(got); !slices.Equal(got, test.want) {
				t.Errorf("%s\nends: %q\nwant: %q", test.body, got, test.want)
			}
		})
	}
}

// TestKeeps asks whether an error is still there behind a function literal.
func TestKeeps(t *testing.T) {
	for _, test := range []struct {
		body string
		want bool
	}{
		{`func() {}`, true},
		{`func() { log.Print(err) }`, true},
		{`func() { err = errBad }`, true},
		{`func() { for { mark("x") } }`, true},
		{`func() { if err != nil { panic(err) }; err = nil }`, true},
		{`func() { if err == nil { err = nil } }`, true},

		{`func() { err = nil }`, false},
		{`func() { err = step() }`, false},
		{`func() { if len(os.Args) > 1 { err = nil } }`, false},
		{`func() { p := &err; *p = nil }`, false},
		{`func() { defer func() { err = nil }() }`, false},
	} {
		_, g, decls := load(t, "func f() (err error, n int) {\n\tdefer "+test.body+"()\n\treturn\n}\n")
		lit := decls["f"].Body.List[0].(*ast.DeferStmt).Call.Fun.(*ast.FuncLit)
		results := decls["f"].Type.Results.List
		if got := g.Keeps(lit, g.info.Defs[results[0].Names[0]].(*types.Var)); got != test.want {
			t.Errorf("%s: got that it keeps an error: %t, want %t", test.body, got, test.want)
		}
		if g.Keeps(lit, g.info.Defs[results[1].Names[0]].(*types.Var)) {
			t.Errorf("%s: got that it keeps a number, want that nothing is known of one", test.body)
		}
	}
}

// TestClient looks at what a machine tells its client, and how the client can
// steer it.
func TestClient(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       []string
	}{
		{"statements", `error {
			var err error
			mark("a")
			err = step()
			return err
		}`, []string{"begin err <2 marka >2 <3 step >3 <4", "begin err <2 marka >2 <3 step >3 <4"}},
		{"an if statement", `{
			if step() != nil {
				mark("a")
			}
			mark("b")
		}`, []string{"begin test1 step >1 <4 markb >4 <5", "begin test1 step enter1 <2 marka >2 >1 <4 markb >4 <5"}},
		{"a loop, a switch", `{
			for range 1 {
				mark("a")
				break
			}
			switch {
			case len(os.Args) == 1:
				mark("b")
			}
		}`, []string{"begin <2 marka >2 >1 test6 len <7 markb >7 >5 <9", "begin <2 marka >2 >1 test6 len >5 <9", "begin >1 test6 len <7 markb >7 >5 <9", "begin >1 test6 len >5 <9"}},
		{"a statement that is taken out", `{
			mark("gone")
			mark("a")
		}`, []string{"begin <1 >1 <2 marka >2 <3"}},
		{"a condition that is taken out", `{
			if gone() {
				mark("a")
			}
		}`, []string{"begin >1 <4"}},
		{"a condition that is decided", `{
			if yes() {
				mark("a")
			}
			if !yes() {
				mark("b")
			}
			if no() || yes() && no() {
				mark("c")
			}
		}`, []string{"begin test1 yes enter1 <2 marka >2 >1 test4 yes >4 test7 no yes no >7 <10"}},
		{"a deferred call that is run otherwise", `{
			defer mark("instead")
			defer mark("a")
		}`, []string{"begin <1 >1 <2 >2 <3 marka one", "begin <1 >1 <2 >2 <3 marka other"}},
		{"a statement before which the way ends", `{
			mark("a")
			mark("stop")
			mark("b")
		}`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			fset, g, decls := load(t, "func gone() bool { return current == nil }\nfunc yes() bool { return current == nil }\nfunc no() bool { return current == nil }\nfunc f() "+test.body+"\n")
			fn := decls["f"]
			line := func(n ast.Node) string {
				return fmt.Sprint(fset.Position(min(n.Pos(), fn.End()-1)).Line - fset.Position(fn.Pos()).Line)
			}
			m := NewMachine[string](g, 1000)
			named := func(n ast.Node, name string) bool {
				if stmt, ok := n.(*ast.ExprStmt); ok {
					n = stmt.X
				}
				call, ok := n.(*ast.CallExpr)
				return ok && (marked(call) == name || types.ExprString(call.Fun) == name)
			}
			m.Begin = func(w *Way[string]) { w.State = "begin" }
			m.Before = func(w *Way[string], stmt ast.Stmt) []Way[string] {
				w.State += " <" + line(stmt)
				if named(stmt, "stop") {
					w.Kill()
				}
				return nil
			}
			m.After = func(w *Way[string], stmt ast.Stmt) []Way[string] { w.State += " >" + line(stmt); return nil }
			m.Enter = func(w *Way[string], stmt *ast.IfStmt) { w.State += " enter" + line(stmt) }
			m.Declare = func(w *Way[string], spec *ast.ValueSpec) { w.State += " " + spec.Names[0].Name }
			m.Test = func(w *Way[string], cond ast.Expr) { w.State += " test" + line(cond) }
			m.Gone = func(n ast.Node) bool { return named(n, "gone") }
			m.Call = func(w *Way[string], call *ast.CallExpr) []Way[string] {
				w.State += " " + types.ExprString(call.Fun) + marked(call)
				return nil
			}
			m.Deferred = func(w *Way[string], stmt *ast.DeferStmt, kind ExitKind) ([]Way[string], bool) {
				if marked(stmt.Call) != "instead" {
					return nil, false
				}
				other := *w
				w.State += " one"
				other.State += " other"
				return []Way[string]{*w, other}, kind == Returned
			}
			m.Decide = func(w *Way[string], cond ast.Expr) Known {
				switch {
				case named(cond, "yes"):
					return NonZero
				case named(cond, "no"):
					return Zero
				}
				return Unknown
			}
			var got []string
			m.Run(fn, "", func(e Exit[string]) { got = append(got, e.Way.State) })
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("%s\ntold: %q\nwant: %q", test.body, got, test.want)
			}
		})
	}
}
