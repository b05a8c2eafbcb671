package main

import (
	"slices"
	"strings"
)

// A caller is a function that calls the one which writes the file, and does
// something about what comes of it.
type caller struct {
	*gen
	fn    string  // the function that writes
	given []param // what that takes
	named bool    // the caller has an error called err for a result
	asks  bool    // it returns whether all went well, and no error
}

// called decides whether another function calls this one. What tells others of
// the file needs one.
func (g *gen) called() bool {
	if g.told != "" {
		return true
	}
	return !g.alone && g.results.types != "iter.Seq[string]" && !strings.Contains(g.results.types, "T,") && g.n(3) > 1
}

// caller returns the function of the given name, which calls fn, and its
// results.
func (g *gen) caller(name, fn string) (text, results string) {
	c := &caller{gen: g, fn: fn, given: slices.Clone(g.params)}
	var body string
	if g.told != "" {
		g.params = slices.DeleteFunc(g.params, func(p param) bool { return p.name == "ready" })
		body = c.watches()
	} else {
		kind := callers[g.n(len(callers))]
		c.named = kind.named
		c.asks = !kind.named && g.one(5)
		body = kind.write(c)
	}
	results = "error"
	switch {
	case c.named:
		results = "(err error)"
	case c.asks:
		results = "bool"
	}
	return declaration(name, g.params, results, body), results
}

// watches returns the body of a caller that has others look for the file.
func (c *caller) watches() string {
	before, arg, after := c.watcher()
	return before + c.check(c.callWith("ready", arg), c.fail()) + after + c.done()
}

// call returns the call of the function that writes.
func (c *caller) call() string { return c.callWith("", "") }

// callWith returns the call with another argument for one of the parameters.
func (c *caller) callWith(name, arg string) string {
	var args []string
	for _, p := range c.given {
		if p.name == name {
			args = append(args, arg)
		} else {
			args = append(args, p.name)
		}
	}
	return c.fn + "(" + strings.Join(args, ", ") + ")"
}

// check returns the statement that does then if call has failed. There is no
// telling what a call without results has done.
func (c *caller) check(call, then string) string {
	init, bad := c.result(call)
	if bad == "" {
		c.deaf = true
		return init + "\n"
	}
	return "if " + init + "; " + bad + " {\n" + then + "}\n"
}

// result returns the statement that keeps what call returns, and the condition
// of a failure.
func (c *caller) result(call string) (keep, bad string) {
	switch r := c.results; {
	case r.kind == "bool":
		return "ok := " + call, "!ok"
	case r.kind == "code":
		return "code := " + call, "code != 0"
	case r.kind == "pointer":
		return "made := " + call, "made == nil"
	case r.kind == "none":
		return call, ""
	case r.zero != "" || strings.Contains(r.types, ","):
		return "_, err := " + call, "err != nil"
	}
	return "err := " + call, "err != nil"
}

// hasError reports whether the function that writes returns an error.
func (c *caller) hasError() bool { return c.results.kind == "error" }

// failure returns what the caller makes of the failure of the function.
func (c *caller) failure() string {
	switch {
	case c.hasError():
		return c.of("err", "err", `fmt.Errorf("saving: %w", err)`)
	case c.results.kind == "code":
		return `fmt.Errorf("exit status %d: bad input", code)`
	}
	return `errors.New("not valid")`
}

// fail returns the statement that fails because the function has.
func (c *caller) fail() string {
	if c.asks {
		return c.failWith("")
	}
	return c.failWith(c.failure())
}

// failWith returns the statement that fails with the error err.
func (c *caller) failWith(err string) string {
	if c.asks {
		return "return false\n"
	}
	return "return " + err + "\n"
}

// done returns the statement that succeeds.
func (c *caller) done() string {
	if c.asks {
		return "return true\n"
	}
	return "return nil\n"
}

// drop returns the call without a look at what it returns, but to tell people.
func (c *caller) drop() string {
	c.deaf = true
	if _, bad := c.result(""); bad == "" || c.one(2) {
		return c.call() + "\n"
	}
	return c.check(c.call(), "log.Println(\"failed:\", "+c.failure()+")\n")
}

// remove returns the statement that removes the file.
func (c *caller) remove() string {
	return c.of("", "_ = ") + "os.Remove(" + c.path + ")\n"
}

// look returns statements that go by the name of the file.
func (c *caller) look() string {
	switch c.n(4) {
	case 0:
		return "if _, err := os.Stat(" + c.path + "); err != nil {\n" + c.failWith("err") + "}\n"
	case 1:
		return "if b, err := os.ReadFile(" + c.path + "); err != nil || len(b) == 0 {\n" + c.failWith(`errors.New("empty")`) + "}\n"
	case 2:
		return "fi, err := os.Stat(" + c.path + ")\nif err != nil {\n" + c.failWith("err") + "}\nlog.Println(fi.Size(), \"bytes\")\n"
	}
	h := c.helper("exists", "func NAME(path string) bool {\n_, err := os.Stat(path)\nreturn err == nil\n}\n")
	return "if !" + h + "(" + c.path + ") {\n" + c.failWith(`errors.New("no file")`) + "}\n"
}

// rewinds reports whether the function can be called again for the same input.
func (c *caller) rewinds() bool {
	return slices.ContainsFunc(c.given, func(p param) bool { return p.name == "in" })
}
