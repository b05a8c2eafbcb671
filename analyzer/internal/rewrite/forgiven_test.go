package rewrite

import "testing"

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
