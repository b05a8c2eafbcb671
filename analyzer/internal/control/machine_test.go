package control

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"testing"
)

func TestMachine(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"an error is returned", `error {
			if err := step(); err != nil {
				return err
			}
			return nil
		}`, []string{"2 returns fails", "4 returns succeeds"}},
		{"an error of unknown value", `error {
			return step()
		}`, []string{"1 returns perhaps fails", "1 returns perhaps succeeds"}},
		{"the end of the input is told apart", `error {
			for {
				_, err := lines()
				if err != nil {
					if err == io.EOF {
						return nil
					}
					return err
				}
			}
		}`, []string{"5 returns succeeds", "7 returns fails"}},
		{"errors.Is holds for no nil", `error {
			err := step()
			if errors.Is(err, io.EOF) && err == nil {
				return errBad
			}
			return nil
		}`, []string{"5 returns succeeds"}},
		{"a predicate of the package", `error {
			err := step()
			if okay(err) {
				return nil
			}
			return err
		}`, []string{"3 returns succeeds", "5 returns fails"}},
		{"before a literal sets the error", `error {
			err := step()
			if err != nil {
				mark("a")
			}
			if err != nil {
				return err
			}
			put := func() { err = step() }
			put()
			if err == nil {
				mark("b")
			}
			if err == nil {
				return nil
			}
			return err
		}`, []string{
			"14 returns succeeds", "14 returns succeeds b",
			"16 returns perhaps fails", "16 returns perhaps fails b", "16 returns perhaps succeeds", "16 returns perhaps succeeds b",
			"6 returns fails a",
		}},
		{"a loop comes back behind the literal", `error {
			var err error
			put := func() {}
			for range 2 {
				if err != nil {
					return errBad
				}
				put()
				put = func() { err = step() }
			}
			return nil
		}`, []string{"10 returns succeeds", "5 returns fails"}},
		{"a deferred literal runs behind the one that sets the error", `error {
			var err error
			defer func() {
				if err != nil {
					mark("a")
				}
			}()
			put := func() { err = step() }
			put()
			return nil
		}`, []string{"9 returns succeeds", "9 returns succeeds a"}},
		{"wrapped nil is nil", `error {
			return wrap(nil)
		}`, []string{"1 returns succeeds"}},
		{"a wrapper gives an error for an error", `error {
			if err := step(); err != nil {
				return wrap(err)
			}
			return wrap(step())
		}`, []string{"2 returns fails", "4 returns perhaps fails", "4 returns perhaps succeeds"}},
		{"a function that never succeeds", `error {
			return never()
		}`, []string{"1 returns fails"}},
		{"joined errors", `error {
			err := step()
			if err = errors.Join(err, nil); err == nil {
				return err
			}
			return errors.Join(err, step())
		}`, []string{"3 returns succeeds", "5 returns fails"}},
		{"a variable of the package may be nil", `error {
			return current
		}`, []string{"1 returns perhaps fails", "1 returns perhaps succeeds"}},
		{"no end by name", `error {
			note("Fatal", step())
			return nil
		}`, []string{"2 returns succeeds"}},
		{"a helper ends the program", `error {
			if err := step(); err != nil {
				die(err)
			}
			return nil
		}`, []string{"2 exits fails", "4 returns succeeds"}},
		{"a helper ends the program on an error", `error {
			err := step()
			check(err)
			return err
		}`, []string{"2 exits fails", "3 returns succeeds"}},
		{"a helper panics on an error", `error {
			err := step()
			must(err)
			return err
		}`, []string{"2 panics fails", "3 returns succeeds"}},
		{"os.Exit(0) is a success", `{
			if step() != nil {
				os.Exit(0)
			}
			os.Exit(3)
		}`, []string{"2 exits succeeds", "4 exits fails"}},
		{"nothing is said of an error", `{
			if step() != nil {
				return
			}
			log.Print()
		}`, []string{"2 returns undecided", "5 returns succeeds"}},
		{"an error is told", `{
			if err := step(); err != nil {
				log.Print(err)
				return
			}
		}`, []string{"3 returns fails", "5 returns succeeds"}},
		{"one of two conditions", `{
			if err := step(); err != nil || len(os.Args) > 1 {
				return
			}
		}`, []string{"2 returns succeeds", "2 returns undecided", "4 returns succeeds"}},
		{"deferred calls run last first, after a panic too", `error {
			defer mark("a")
			if err := step(); err != nil {
				defer mark("b")
				panic(err)
			}
			mark("c")
			return nil
		}`, []string{"4 panics fails ba", "7 returns succeeds ca"}},
		{"deferred calls do not run when the program ends", `{
			defer mark("a")
			log.Fatal()
		}`, []string{"2 exits fails"}},
		{"a deferred literal sees the named result", `(err error) {
			defer func() {
				if err != nil {
					mark("x")
				}
			}()
			return step()
		}`, []string{"6 returns fails x", "6 returns succeeds"}},
		{"a deferred literal sets the named result", `(err error) {
			defer func() {
				if e := step(); e != nil && err == nil {
					err = e
				}
			}()
			return nil
		}`, []string{"6 returns fails", "6 returns succeeds"}},
		{"a flag", `error {
			done := false
			defer func() {
				if !done {
					mark("undone")
				}
			}()
			if err := step(); err != nil {
				return err
			}
			done = true
			return nil
		}`, []string{"11 returns succeeds", "8 returns fails undone"}},
		{"a deferred call may set what it is given the address of", `(err error) {
			defer func(p *error) { *p = step() }(&err)
			return nil
		}`, []string{"2 returns perhaps fails", "2 returns perhaps succeeds"}},
		{"a literal that runs at an unknown time sets a variable", `error {
			var err error
			go func() { err = step() }()
			return err
		}`, []string{"3 returns perhaps fails", "3 returns perhaps succeeds"}},
		{"goto makes a loop", `error {
			n := 0
		again:
			if n++; n < 3 {
				goto again
			}
			return nil
		}`, []string{"6 returns succeeds"}},
		{"switch on the error", `error {
			err := step()
			switch err {
			case nil, io.EOF:
				return nil
			}
			return err
		}`, []string{"4 returns succeeds", "6 returns fails"}},
		{"labels and loops", `error {
		outer:
			for {
				for range 2 {
					if step() == nil {
						continue outer
					}
					break outer
				}
			}
			return nil
		}`, []string{"10 returns succeeds"}},
		{"recovered", `(err error) {
			defer func() {
				if r := recover(); r != nil {
					err = errBad
				}
			}()
			panic("x")
		}`, []string{"6 returns fails", "6 returns succeeds"}},
		{"a status", `int {
			if err := step(); err != nil {
				log.Print(err)
				return 1
			}
			return 0
		}`, []string{"3 returns fails", "5 returns succeeds"}},
		{"a bool", `bool {
			if step() != nil {
				return false
			}
			return true
		}`, []string{"2 returns fails", "4 returns succeeds"}},
		{"its address is taken", `error {
			err := step()
			if err == nil {
				return err
			}
			p := &err
			*p = nil
			return err
		}`, []string{"3 returns succeeds", "7 returns perhaps fails", "7 returns perhaps succeeds"}},
		{"a negated condition in a variable", `error {
			err := step()
			failed := err == nil
			if !failed {
				return errBad
			}
			return nil
		}`, []string{"4 returns fails", "6 returns succeeds"}},
		{"a constant condition", `error {
			const stop = true
			if stop {
				return errBad
			}
			return nil
		}`, []string{"3 returns fails"}},
		{"false after &&", `error {
			if step() != nil && false {
				return errBad
			}
			return nil
		}`, []string{"4 returns succeeds"}},
		{"true after ||", `error {
			if step() == nil || true {
				return errBad
			}
			return nil
		}`, []string{"2 returns fails"}},
		{"conditions compared with constants", `error {
			a := step() == nil
			b := true
			ok := a && b
			if ok == true {
				return nil
			}
			if b == false {
				mark("never")
			}
			return errBad
		}`, []string{"10 returns fails", "5 returns succeeds"}},
		{"conditions made of conditions", `error {
			a := true
			b := false
			if ok := a && b; ok {
				mark("never")
			}
			if ok := b || a; !ok {
				mark("never")
			}
			if ok := a && !b; ok {
				return nil
			}
			return errBad
		}`, []string{"10 returns succeeds"}},
		{"a pointer is no nil error", `error {
			return &os.PathError{}
		}`, []string{"1 returns fails"}},
		{"nil converted to error", `error {
			return error(nil)
		}`, []string{"1 returns succeeds"}},
		{"errors of packages and converted ones", `error {
			err := step()
			if err != nil {
				return error(err)
			}
			return os.ErrExist
		}`, []string{"3 returns fails", "5 returns fails"}},
		{"joined, more than are told apart", `error {
			a, b, c, d := step(), step(), step(), step()
			if err := errors.Join(a, b, c, d); err != nil {
				return err
			}
			return a
		}`, []string{"3 returns fails", "5 returns perhaps fails", "5 returns perhaps succeeds"}},
		{"joined errors that are nil together", `error {
			a, b := step(), step()
			err := errors.Join(a, b)
			if err == nil {
				return b
			}
			return err
		}`, []string{"4 returns succeeds", "6 returns fails"}},
		{"one of the joined errors", `error {
			a, b := step(), step()
			err := errors.Join(a, b)
			if a != nil {
				return err
			}
			if err != nil {
				return b
			}
			return nil
		}`, []string{"4 returns fails", "7 returns fails", "9 returns succeeds"}},
		{"an error joined with itself", `error {
			a := step()
			err := errors.Join(a, a)
			if err != nil {
				return a
			}
			return nil
		}`, []string{"4 returns fails", "6 returns succeeds"}},
		{"a list of errors joined", `error {
			list := []error{step()}
			return errors.Join(list...)
		}`, []string{"2 returns perhaps fails", "2 returns perhaps succeeds"}},
		{"the error of the last round", `error {
			var err error
			for range 2 {
				if err != nil {
					return err
				}
				err = step()
			}
			return nil
		}`, []string{"4 returns fails", "8 returns succeeds"}},
		{"two results set at once", `(n int, err error) {
			n, err = 1, step()
			if err != nil {
				return
			}
			return n, err
		}`, []string{"3 returns fails", "5 returns succeeds"}},
		{"the results of a call", `(int, error) {
			return pair()
		}`, []string{"1 returns perhaps fails", "1 returns perhaps succeeds"}},
		{"results without names", `(_ int, _ error) {
			return 1, nil
		}`, []string{"1 returns succeeds"}},
		{"a condition that is not known", `bool {
			ok := step() == nil
			return ok
		}`, []string{"2 returns undecided"}},
		{"a predicate of an error as result", `bool {
			if err := step(); err != nil {
				log.Print(err)
				return okay(err)
			}
			return true
		}`, []string{"3 returns fails", "5 returns succeeds"}},
		{"a status that is not known", `int {
			if err := step(); err != nil {
				log.Print(err)
				return len(os.Args)
			}
			return len(os.Args)
		}`, []string{"3 returns fails", "5 returns succeeds"}},
		{"another result after a message", `string {
			if err := step(); err != nil {
				log.Print(err)
				return ""
			}
			return "x"
		}`, []string{"3 returns fails", "5 returns succeeds"}},
		{"closing and removing is no message", `{
			f, err := os.Open("x")
			if err != nil {
				f.Close()
				os.Remove("x")
				return
			}
		}`, []string{"5 returns undecided", "7 returns succeeds"}},
		{"an error in the else branch", `{
			if err := step(); err == nil {
				mark("a")
			} else {
				mark("b")
				return
			}
		}`, []string{"5 returns fails b", "7 returns succeeds a"}},
		{"all errors but one", `{
			if err := step(); err != io.EOF {
				if err != nil {
					mark("a")
				}
				return
			}
		}`, []string{"5 returns succeeds", "5 returns succeeds a", "7 returns succeeds"}},
		{"cases that are conditions", `{
			switch err := step(); {
			case err == io.EOF:
				mark("eof")
			case err != nil:
				mark("bad")
			default:
				mark("none")
			}
		}`, []string{"9 returns succeeds bad", "9 returns succeeds eof", "9 returns succeeds none"}},
		{"cases that are values", `{
			switch step() {
			case errBad:
				mark("bad")
			case nil:
				mark("none")
			default:
				mark("other")
			}
		}`, []string{"9 returns fails other", "9 returns succeeds bad", "9 returns succeeds none"}},
		{"cases that end the program", `error {
			switch {
			case len(os.Args) > 1:
				die(nil)
			case len(os.Args) > 2:
				panic(1)
			}
			return nil
		}`, []string{"3 exits fails", "5 panics fails", "7 returns succeeds"}},
		{"a status that is no constant, and a helper that panics or fails", `{
			if len(os.Args) > 1 {
				os.Exit(len(os.Args))
			}
			breaks()
		}`, []string{"2 exits undecided", "4 exits fails"}},
		{"a helper with either status", `{
			if step() != nil {
				either()
			}
		}`, []string{"2 exits undecided", "4 returns succeeds"}},
		{"a helper that runs for ever", `{
			spin()
		}`, []string{"2 returns succeeds"}},
		{"a helper that recovers, and one that ends on a condition", `{
			if len(os.Args) > 1 {
				deferring()
			}
			stopping(true)
			stopping(false)
		}`, []string{"4 exits fails"}},
		{"a helper that ends on the condition of an error", `error {
			err := step()
			stopping(err != nil)
			return err
		}`, []string{"2 exits fails", "3 returns perhaps fails", "3 returns perhaps succeeds"}},
		{"a helper that returns one of its errors", `error {
			err := first(step(), nil)
			return err
		}`, []string{"2 returns perhaps fails", "2 returns perhaps succeeds"}},
		{"a predicate rules out, or does not", `error {
			err := step()
			if okay(err) && err != nil {
				return io.EOF
			}
			if !okay(err) && err == nil {
				mark("never")
			}
			return nil
		}`, []string{"3 returns fails", "8 returns succeeds"}},
		{"a predicate of the standard library rules out nil", `error {
			err := step()
			if os.IsNotExist(err) {
				if err == nil {
					mark("never")
				}
				return nil
			}
			return err
		}`, []string{"6 returns succeeds", "8 returns perhaps fails", "8 returns perhaps succeeds"}},
		{"errors.Is with nil", `error {
			err := step()
			if errors.Is(err, nil) {
				return err
			}
			return nil
		}`, []string{"3 returns perhaps fails", "3 returns perhaps succeeds", "5 returns succeeds"}},
		{"errors.Is with what may be nil", `error {
			err := step()
			if errors.Is(err, current) {
				return err
			}
			return nil
		}`, []string{"3 returns perhaps fails", "3 returns perhaps succeeds", "5 returns succeeds"}},
		{"a predicate that holds for errors alone", `error {
			err := step()
			if bad(err) {
				return err
			}
			return nil
		}`, []string{"3 returns fails", "5 returns succeeds"}},
		{"an error that is told by a predicate", `error {
			err := step()
			if bad(err) {
				log.Print(err)
			}
			return nil
		}`, []string{"5 returns succeeds"}},
		{"a deferred literal panics", `(err error) {
			defer func() {
				panic(err)
			}()
			return step()
		}`, []string{"2 panics fails"}},
		{"a deferred literal ends the program", `(err error) {
			defer func() {
				if err != nil {
					os.Exit(1)
				}
			}()
			return step()
		}`, []string{"3 exits fails", "6 returns succeeds"}},
		{"recover in a function that did not panic", `(err error) {
			defer func() {
				recover()
			}()
			return nil
		}`, []string{"4 returns succeeds"}},
		{"a deferred call in a loop", `(err error) {
			for range 2 {
				defer mark("a")
			}
			return nil
		}`, []string{"4 returns succeeds", "4 returns succeeds a"}},
		{"waiting for ever", `error {
			defer mark("a")
			select {}
		}`, nil},
		{"select", `error {
			select {
			case <-make(chan int):
				return nil
			default:
				return errBad
			}
		}`, []string{"3 returns succeeds", "5 returns fails"}},
		{"switch on a type", `error {
			var v any = step()
			switch v.(type) {
			case nil:
				return nil
			}
			return errBad
		}`, []string{"4 returns succeeds", "6 returns fails"}},
		{"a literal that runs at once", `error {
			err := step()
			func() { err = nil }()
			return err
		}`, []string{"3 returns perhaps fails", "3 returns perhaps succeeds"}},
		{"a helper that panics on an error is given nil", `error {
			if err := step(); err != nil {
				return fmt.Errorf("%w", err)
			}
			return keeps(nil)
		}`, []string{"2 returns fails", "4 returns succeeds"}},
		{"a helper that calls itself", `error {
			err := again(nil)
			return err
		}`, []string{"2 returns succeeds"}},
		{"a copy of an error", `error {
			err := step()
			err2 := err
			if err2 != nil {
				return err
			}
			return err2
		}`, []string{"4 returns fails", "6 returns succeeds"}},
		{"compared with a converted nil", `error {
			err := step()
			if err == error(nil) {
				return err
			}
			return nil
		}`, []string{"3 returns perhaps fails", "3 returns perhaps succeeds", "5 returns succeeds"}},
		{"what is right of && and || runs on some ways", `error {
			err := step()
			ok := err == nil && asked("a") || asked("b")
			print(ok)
			return err
		}`, []string{"4 returns fails b", "4 returns succeeds a", "4 returns succeeds ab"}},
		{"in the operands of a call", `error {
			print(fmt.Sprint(asked("a"), len(os.Args) > 1 && asked("b"), asked("c")))
			return nil
		}`, []string{"2 returns succeeds abc", "2 returns succeeds ac"}},
		{"in a literal, and without a call", `error {
			f := func() bool { return len(os.Args) > 1 && asked("a") }
			print(f, len(os.Args) > 1 && len(os.Args) < 3, asked("b"))
			return nil
		}`, []string{"3 returns succeeds b"}},
		{"a comparison with true", `error {
			var err error
			if len(os.Args) > 1 {
				err = step()
			}
			ok := err == nil
			if ok != true {
				return err
			}
			return nil
		}`, []string{"7 returns perhaps fails", "7 returns perhaps succeeds", "9 returns succeeds"}},
	}
	var src strings.Builder
	for i, tt := range tests {
		fmt.Fprintf(&src, "func f%d() %s\n", i, tt.body)
	}
	fset, g, decls := load(t, src.String())
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ends(t, fset, g, decls[fmt.Sprint("f", i)])
			if !slices.Equal(got, tt.want) {
				t.Errorf("%s\nends: %q\nwant: %q", tt.body, got, tt.want)
			}
		})
	}
}

// TestLimit gives up on a function with more ways than a machine follows.
func TestLimit(t *testing.T) {
	fset, g, decls := load(t, "func f() error {\n"+strings.Repeat("if step() != nil { mark(\"a\") }\n", 20)+"return nil\n}\n")
	if got := ends(t, fset, g, decls["f"]); !slices.Contains(got, "too many ways") {
		t.Errorf("ends of a function with 2^20 ways: %d, want too many", len(got))
	}
}

// TestWatched remembers which errors were not looked at.
func TestWatched(t *testing.T) {
	fset, g, decls := load(t, `
func dropped() { step(); mark("end") }
func tested() error {
	if err := step(); err != nil {
		return err
	}
	mark("end")
	return nil
}
func loop() {
	for range 3 {
		err := step()
		_ = err
	}
	mark("end")
}
func handed() { note("x", step()); mark("end") }
func checked() { check(step()); mark("end") }
func forgotten() { step(); mark("forget"); mark("end") }
func both() { step(); mark("forget"); step(); mark("end") }
`)
	_ = fset
	for name, want := range map[string]bool{"dropped": true, "tested": false, "loop": true, "handed": true, "checked": false, "forgotten": false, "both": true} {
		m := NewMachine[bool](g, 1000)
		unsettled := false
		m.Call = func(w *Way[bool], call *ast.CallExpr) []Way[bool] {
			switch call.Fun.(*ast.Ident).Name {
			case "step":
				m.Watch(w, call, MustBeSeen)
			case "mark":
				if marked(call) == "forget" {
					m.Unwatch(w)
				}
				unsettled = unsettled || m.Unsettled(w) != nil
			}
			return nil
		}
		m.Run(decls[name], false, func(Exit[bool]) {})
		if unsettled != want {
			t.Errorf("%s: an error is unsettled at the end: %v, want %v", name, unsettled, want)
		}
	}
}
