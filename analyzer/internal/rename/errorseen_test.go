package rename

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// TestErrorSeen asks whether the code looks at the error of may().
func TestErrorSeen(t *testing.T) {
	for _, test := range []struct {
		body string
		want bool
	}{
		{`may()`, false}, {`defer may()`, false}, {`go may()`, false}, {`(may())`, false}, {`_ = may()`, false}, {`return may()`, true},
		{`err = may(); return err`, true}, {`e := may(); _ = e; return e`, true}, {`var e = may(); return e`, true},
		{`var _ = may(); return nil`, false}, {`if may() != nil { return nil }`, true}, {`take(may())`, true},
		{`err = may(); err = nil; return err`, false},
		{`err = may(); x := 1; _ = x; err = nil; return err`, false},
		{`err = may(); err = errors.Join(err); return err`, true},
		{`err = may(); return`, true},
		{`err = may(); if err != nil { log.Print(err) }`, false},
		{`err = may(); if err != nil { fmt.Fprintln(os.Stderr, err) }`, false},
		{`err = may(); if err != nil { fatal(err) }`, true},
		{`err = may(); if err != nil { log.Print(err); return nil }`, false},
		{`err = may(); if err != nil { log.Print(err) } else { print() }`, false},
		{`err = may(); if err != nil { }`, false},
		{`err = may(); if err == nil { log.Print(err) }`, false},
		{`err = may(); if err != nil { log.Print(err) }; return err`, true},
		{`if err := may(); err != nil { log.Print(err) }; return nil`, false},
		{`if err := may(); err != nil && true { log.Print(err) }; return nil`, false},
		{`err = may(); if nil != err { log.Print(err) }`, false},
		{`_, err = two(), may(); return err`, true},
		{`err = may(); kept = err`, true},
		{`err = may(); e := err; _ = e`, false},
		{`err = may(); _ = err`, false},
		{`err = may(); if err == errKnown { return nil }`, true},
		{`err = may(); c := make(chan error, 1); c <- err`, true},
		{`err = may(); p := &err; _ = p`, true},
		{`func() { err = may() }()`, true},
		{`defer func() { err = may() }()`, true},
		{`number()`, true}, {`n, _ := both(); _ = n`, false}, {`_, err = both(); return err`, true}, {`t.err = may()`, true},
	} {
		body := test.body
		if stmts := strings.Split(body, "; "); !strings.HasPrefix(stmts[len(stmts)-1], "return") || strings.HasSuffix(body, "}") {
			body += "; return nil"
		}
		p, pkg := load(t, `var t struct{ err error }

func may() error             { return nil }
func two() int               { return 1 }
func number() int            { return 1 }
func both() (int, error)     { return 1, nil }
func take(error)             {}
func fatal(error)            {}

var kept, errKnown error

func user() (err error) { `+body+` }
`)
		call := "may"
		for _, other := range []string{"number", "both"} {
			if strings.Contains(test.body, other) {
				call = other
			}
		}
		if got := p.errorSeen(pkg.Call(t, call)); got != test.want {
			t.Errorf("%s: got %t, want %t", test.body, got, test.want)
		}
	}
}

func TestTestsNil(t *testing.T) {
	for _, test := range []struct {
		cond string
		op   token.Token
		want bool
	}{
		{"err != nil", token.NEQ, true}, {"err == nil", token.NEQ, false}, {"err == nil", token.EQL, true}, {"(err != (nil))", token.NEQ, true},
		{"n > 0 && err != nil", token.NEQ, true}, {"err != nil || n > 0", token.NEQ, true}, {"n > 0 && n < 3", token.NEQ, false},
		{"p != nil", token.NEQ, false}, {"ok", token.NEQ, false}, {"n != 0", token.NEQ, false},
	} {
		p, pkg := load(t, "func user(err error, p *int, n int, ok bool) { if "+test.cond+" { print() } }\n")
		var cond ast.Expr
		for c := range pkg.Root.Preorder((*ast.IfStmt)(nil)) {
			cond = c.Node().(*ast.IfStmt).Cond
		}
		if got := testsNil(cond, test.op, p.isErrorExpr); got != test.want {
			t.Errorf("%s, %s: got %t, want %t", test.cond, test.op, got, test.want)
		}
	}
}
