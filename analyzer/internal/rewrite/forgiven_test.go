package rewrite

import (
	"go/ast"
	"testing"
)

// TestFixCallers lets other functions look at the error of the one that writes,
// or at errors like it.
func TestFixCallers(t *testing.T) {
	const fixed = "a fix"
	for _, test := range []struct{ name, callers, want string }{
		{"nobody calls it", `func call() {}`, fixed},
		{"it is returned", `func call() error { return save("x", nil) }`, fixed},
		{"it is compared with nil", `func call() bool { return save("x", nil) == nil }`, fixed},
		{"it is compared", `func call() bool { return save("x", nil) == io.EOF }`, `by hand: line 69 takes some errors of the function for success`},
		{"it is compared, in parentheses", `func call() bool { return (save("x", nil)) != io.EOF }`, `by hand: line 69 takes some errors of the function for success`},
		{"it is compared, the other way", `func call() bool { return io.EOF == save("x", nil) }`, `by hand: line 69 takes some errors of the function for success`},
		{"errors.Is", `func call() bool { return errors.Is(save("x", nil), io.EOF) }`, `by hand: line 69 takes some errors of the function for success`},
		{"a variable, compared", `func call() bool { err := save("x", nil); return err == io.EOF }`, `by hand: line 69 takes some errors of the function for success`},
		{"a variable, compared with nil", `func call() bool { err := save("x", nil); return err == nil }`, fixed},
		{"a variable, compared before", `func call() bool { err := work(); if err == io.EOF { return true }; err = save("x", nil); return err == nil }`, fixed},
		{"a variable that is declared, compared", `func call() bool { var err = save("x", nil); return err == io.EOF }`, `by hand: line 69 takes some errors of the function for success`},
		{"two variables, compared", `func call() bool { n, err := 1, save("x", nil); return n == 0 || err == io.EOF }`, `by hand: line 69 takes some errors of the function for success`},
		{"two variables, the other compared", `func call() bool { other, err := work(), save("x", nil); return other == io.EOF || err == nil }`, fixed},
		{"a blank variable", `func call() { _ = save("x", nil) }`, fixed},
		{"a field, compared elsewhere", `type kept struct{ err error }; func (k *kept) call() { k.err = save("x", nil) }; func (k *kept) eof() bool { return k.err == io.EOF }`, `by hand: line 69 takes some errors of the function for success`},
		{"a field, compared with nil elsewhere", `type kept struct{ err error }; func (k *kept) call() { k.err = save("x", nil) }; func (k *kept) ok() bool { return k.err == nil }`, fixed},
		{"a named result, compared by a deferred literal", `func call() (err error) { defer func() { if err == io.EOF { err = nil } }(); return save("x", nil) }`, `by hand: line 69 takes some errors of the function for success`},
		{"a named result, looked at by a deferred literal", `func call() (err error) { defer func() { if err != nil { log.Print(err) } }(); return save("x", nil) }`, fixed},
		{"asserted", `func call() bool { _, ok := save("x", nil).(*os.PathError); return ok }`, `by hand: line 69 takes some errors of the function for success`},
		{"a type switch", `func call() { switch save("x", nil).(type) { case *os.PathError: } }`, `by hand: line 69 takes some errors of the function for success`},
		{"a switch", `func call() { switch save("x", nil) { case io.EOF: } }`, `by hand: line 69 takes some errors of the function for success`},
		{"a switch of a variable", `func call() { err := save("x", nil); switch err { case io.EOF: } }`, `by hand: line 69 takes some errors of the function for success`},
		{"a switch without a tag", `func call() { err := save("x", nil); switch { case err == io.EOF: } }`, `by hand: line 69 takes some errors of the function for success`},
		{"its text is compared", `func call() bool { return save("x", nil).Error() == "x" }`, `by hand: line 69 takes some errors of the function for success`},
		{"its text is printed", `func call() { log.Print(save("x", nil).Error()) }`, fixed},
		{"a function of ours compares it", `func call() bool { return other(save("x", nil)) }; func other(err error) bool { return err == io.EOF }`, `by hand: line 69 takes some errors of the function for success`},
		{"a function of ours compares it, and returns nothing", `func call() { other(save("x", nil)) }; func other(err error) { if err == io.EOF { return }; log.Print(err) }`, `by hand: line 69 takes some errors of the function for success`},
		{"a function of ours prints it", `func call() { other(save("x", nil)) }; func other(err error) { log.Print(err) }`, fixed},
		{"a function of ours calls itself with it", `func call() { other(save("x", nil)) }; func other(err error) { other(err) }`, fixed},
		{"a function of ours takes several", `func call() { other(save("x", nil), nil) }; func other(errs ...error) { log.Print(errs) }`, fixed},
		{"its own error is compared", `func call(err error) bool { return err == errEmpty }`, `by hand: line 69 takes some errors of the function for success`},
		{"its own error is compared by errors.Is", `func call(err error) bool { return errors.Is(err, errEmpty) }`, `by hand: line 69 takes some errors of the function for success`},
		{"its own error is in a case", `func call(err error) { switch err { case errEmpty: } }`, `by hand: line 69 takes some errors of the function for success`},
		{"its own error is in a map", `func call(err error) bool { return map[error]bool{}[errEmpty] }`, `by hand: line 69 takes some errors of the function for success`},
		{"its own error is printed", `func call() { log.Print(errEmpty) }`, fixed},
		{"its own error is returned", `func call() error { return errEmpty }`, fixed},
		{"its own type is asserted", `func call(err error) bool { _, ok := err.(*lineError); return ok }`, `by hand: line 69 takes some errors of the function for success`},
		{"its own type is the target of errors.As", `func call(err error) bool { var target *lineError; return errors.As(err, &target) }`, `by hand: line 69 takes some errors of the function for success`},
		{"its own type is in a type switch", `func call(err error) { switch err.(type) { case *lineError: } }`, `by hand: line 69 takes some errors of the function for success`},
		{"its own type is made elsewhere", `func call() error { return &lineError{2} }`, fixed},
		{"its own type is that of a variable of the package", `var last *lineError`, fixed},
		{"a type that is no error is asserted", `func call(v any) bool { _, ok := v.(*line); return ok }`, fixed},
		{"the error of opening is compared", `func call(err error) bool { return err == errOpen }`, fixed},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := `
var (
	errEmpty = errors.New("empty")
	errOpen  = errors.New("open")
)

type line struct{ n int }

type lineError struct{ n int }

func (e *lineError) Error() string { return "" }

func save(name string, data []byte) error {
	f, err := os.Create(name)
	if err != nil {
		return errOpen
	}
	defer f.Close()
	if len(data) == 0 {
		return errEmpty
	}
	if data[0] == 0 {
		return &lineError{(&line{1}).n}
	}
	_, err = f.Write(data)
	return err
}

` + test.callers + "\n"
			b := load(t, src)
			fix, reason := b.fixer.Fix(b.sinkIn(t))
			got := b.outcome(t, fix, reason)
			if fix != nil {
				got = fixed
			}
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof%s", got, test.want, src)
			}
		})
	}
}

func TestCompares(t *testing.T) {
	ask[*ast.Ident](t, []row[bool]{
		{"_ = err == /*?*/failure", true}, {"_ = err != (/*?*/failure)", true}, {"_ = errors.Is(err, /*?*/failure)", true}, {"lib.Tell(/*?*/failure)", false}, {"err = /*?*/failure", false},
		{"switch err { case /*?*/failure: }", true}, {"_, _ = v.(/*?*/level)", true}, {"var own /*?*/level; _ = own", true}, {"_ = map[error]int{}[/*?*/failure]", true}, {"_ = data[/*?*/n]", true},
		{"_ = n < /*?*/number2 ## const number2 = 1", false}, {"_ = /*?*/n + 1 == 2", false}, {"log.Print(/*?*/failure)", false}, {"hook(/*?*/name)", false},
		{"_ = ask2(/*?*/failure) ## func ask2(error) level { return 0 }", false}, {"_ = ask2(/*?*/failure) ## type yes bool\nfunc ask2(error) yes { return true }", true}, {"_ = -/*?*/n == 1", true},
		{"for range n { print(/*?*/n) }", false},
	}, func(s *subject) bool { return s.h.compares(s.c) })
}

func TestImplementsError(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/err", false}, {"_ = /*?*/n", false}, {"_ = /*?*/mine{} ## type mine struct{}\nfunc (mine) Error() string { return \"\" }", true},
		{"_ = /*?*/mine{} ## type mine struct{}\nfunc (*mine) Error() string { return \"\" }", true}, {"_ = /*?*/pair{}", false},
	}, func(s *subject) bool { return implementsError(s.Info.TypeOf(s.expr())) })
}

func TestForgiven(t *testing.T) {
	of := func(returned, others string) string {
		return "func save(name string, n int) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tif n > 0 {\n\t\t" + returned + "\n\t}\n\treturn nil\n}\n" + others
	}
	ask[ast.Node](t, []row[int]{
		{of("return work()", "func call() bool { return save(\"x\", 1) == errKnown }"), 11}, {of("return work()", "func call() bool { return save(\"x\", 1) == nil }"), 0},
		{of("return work()", "func call() bool { err := save(\"x\", 1); return err == errKnown }"), 11},
		{of("return work()", "func call() bool { err := save(\"x\", 1); err = work(); return err == errKnown }"), 0},
		{of("return errKnown", "func call() bool { return other2() == errKnown }\nfunc other2() error { return errKnown }"), 11},
		{of("return failure", "func call() bool { return other2() == errKnown }\nfunc other2() error { return nil }"), 0},
		{of("return failure", "func call() bool { return other2() == failure }\nfunc other2() error { return nil }"), 11}, {of("return io.EOF", "func call(e error) bool { return e == io.EOF }"), 11},
		{of("return io.ErrUnexpectedEOF", "func call(e error) bool { return e == io.EOF }"), 0},
		{of("return mine{}", "type mine struct{}\nfunc (mine) Error() string { return \"\" }\nfunc call(e error) bool { _, ok := e.(mine); return ok }"), 13},
		{of("return &mine{}", "type mine struct{}\nfunc (*mine) Error() string { return \"\" }\nfunc call(e error) bool { var m *mine; return errors.As(e, &m) }"), 13},
		{of("return alias{}", "type mine struct{}\nfunc (mine) Error() string { return \"\" }\ntype alias = mine\nfunc call(e error) bool { _, ok := e.(alias); return ok }"), 14},
		{of("return mine{}", "type mine struct{}\nfunc (mine) Error() string { return \"\" }\nfunc call() { print(mine{}.Error()) }"), 0},
		{of("return &fs.PathError{}", "func call(e error) bool { _, ok := e.(*fs.PathError); return ok }"), 0},
		{of("if err == errKnown {\n\t\t\treturn nil\n\t\t}", "func call(e error) bool { return e == errKnown }"), 0},
		{of("return work()", "func call(p *pair) bool { p.err = save(\"x\", 1); return p.err == errKnown }"), 11},
		{of("return work()", "func call() (err error) { return save(\"x\", 1) }\nfunc more() bool { return call() == errKnown }"), 0},
		{of("return work()", "func call() (err error) { defer func() { print(err == errKnown) }(); return save(\"x\", 1) }"), 11},
		{of("return work()", "func call() bool { return is(save(\"x\", 1)) }\nfunc is(e error) bool { return e != nil }"), 11},
		{of("return work()", "func call() { tell(save(\"x\", 1)) }\nfunc tell(e error) { if e == errKnown { print() } }"), 12},
		{of("return work()", "func call() { tell(save(\"x\", 1)) }\nfunc tell(e error) { tell(e) }"), 0},
		{of("return work()", "func call() { tell(nil, save(\"x\", 1)) }\nfunc tell(a, e error) { if e == errKnown { print() } }"), 12},
		{of("return work()", "func call() { tell(nil, save(\"x\", 1)) }\nfunc tell(a, e error) { if a == errKnown { print() } }"), 0},
		{of("return work()", "func call() bool { var err = save(\"x\", 1); return err == errKnown }"), 11}, {of("return work()", "func call() bool { return (save(\"x\", 1)) == errKnown }"), 11},
		{of("return work()", "func call() bool { n, err := 1, save(\"x\", 1); print(n); return err == errKnown }"), 11},
		{of("return work()", "func call() bool { err, n := save(\"x\", 1), failure; return n == errKnown && err != nil }"), 0},
		{of("return work()", "func call() bool { return save(\"x\", 1).Error() == \"x\" }"), 11},
		{of("return work()", "func call() bool { switch save(\"x\", 1) { case nil: return true }; return false }"), 11},
		{of("return work()", "func call() { all2(nil, save(\"x\", 1)) }\nfunc all2(es ...error) { print(es[0] == errKnown) }"), 0},
		{of("return work()", "func call() bool { _, ok := save(\"x\", 1).(*fs.PathError); return ok }"), 11}, {of("return work()", "func call() bool { e := save(\"x\", 1).Error; return e() == \"x\" }"), 0},
	}, func(s *subject) int { return s.lines(s.h.forgiven()) })
}
