package rewrite

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// TestConditions reads conditions of if statements that are about err, or not.
func TestConditions(t *testing.T) {
	for _, test := range []struct{ cond, want string }{
		{`err != nil`, `fails, some error, only if it fails`},
		{`nil != err`, `fails, some error, only if it fails`},
		{`err == nil`, `succeeds, no error, only if it succeeds`},
		{`nil == err`, `succeeds, no error, only if it succeeds`},
		{`(err != nil)`, `fails, some error, only if it fails`},
		{`other != nil`, `some error`},
		{`err != other`, ``},
		{`err == other`, ``},
		{`data != nil`, ``},
		{`len(data) != 0`, ``},
		{`err != nil && finished`, `fails, some error, only if it fails`},
		{`finished && err != nil`, `fails, some error, only if it fails`},
		{`err != nil || finished`, `fails, some error`},
		{`finished || err == nil`, `succeeds, no error`},
		{`err == nil && finished`, `succeeds, no error, only if it succeeds`},
		{`!finished`, ``},
		{`finished`, ``},
		{`errors.Is(err, io.EOF)`, `fails, some error`},
		{`os.IsExist(err)`, `fails, some error`},
		{`os.IsExist(other)`, `some error`},
		{`!os.IsExist(err)`, `fails, some error`},
		{`!(err != nil)`, `succeeds, no error`},
		{`!(finished && err == nil)`, `fails, some error`},
		{`err != nil && other == nil`, `fails, some error, no error, only if it fails`},
		{`other != nil && err != nil`, `fails, some error, only if it fails`},
		{`asks()`, ``},
	} {
		t.Run(test.cond, func(t *testing.T) {
			b := load(t, `
func asks() bool { return finished }

func save(data []byte, other error) {
	err := work()
	if `+test.cond+` {
		log.Print(err)
	}
}
`)
			x := b.fixer
			var check *ast.IfStmt
			for c := range b.Root.Preorder((*ast.IfStmt)(nil)) {
				check = c.Node().(*ast.IfStmt)
			}
			err := x.lookup("err", check.Pos())
			var got []string
			for _, is := range []struct {
				what string
				ok   bool
			}{
				{"fails", x.testsOf(check.Cond, token.NEQ, err)},
				{"succeeds", x.testsOf(check.Cond, token.EQL, err)},
				{"some error", x.testsError(check.Cond, token.NEQ)},
				{"no error", x.testsError(check.Cond, token.EQL)},
				{"only if it fails", x.demands(check.Cond, token.NEQ, err)},
				{"only if it succeeds", x.demands(check.Cond, token.EQL, err)},
			} {
				if is.ok {
					got = append(got, is.what)
				}
			}
			if got := strings.Join(got, ", "); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\n", got, test.want)
			}
		})
	}
}

// TestIdleWithout has an if statement behind an assignment do something if the
// error is nil, or only if it is not.
func TestIdleWithout(t *testing.T) {
	for _, test := range []struct {
		check string
		want  bool
	}{
		{"if cerr != nil { log.Print(cerr) }", true},
		{"if cerr != nil && finished { log.Print(cerr) }", true},
		{"if cerr != nil || finished { log.Print(cerr) }", false},
		{"if err == nil { err = cerr }", true},
		{"if err != nil { err = cerr }", false},
		{"if err == nil { err = cerr; log.Print(err) }", false},
		{"if err == nil { err = work() }", false},
		{"if err == nil { log.Print(cerr) }", false},
		{"if err == nil { err, cerr = cerr, err }", false},
		{"if finished { err = cerr }", false},
		{"if err == nil { }", false},
	} {
		b := load(t, "\nfunc save(err error) error {\n\tcerr := work()\n\t"+test.check+"\n\t_ = cerr\n\treturn err\n}\n")
		var check *ast.IfStmt
		for c := range b.Root.Preorder((*ast.IfStmt)(nil)) {
			check = c.Node().(*ast.IfStmt)
		}
		cerr := b.fixer.lookup("cerr", check.Pos())
		if got := b.fixer.idleWithout(check, cerr); got != test.want {
			t.Errorf("%s: got %v, want %v", test.check, got, test.want)
		}
	}
}
