package main

import (
	"slices"
	"strings"
)

// A callerKind is what a caller does about the function that writes.
type callerKind struct {
	named bool // its result is called err
	write func(c *caller) string
}

// callers are what callers do.
var callers = []callerKind{
	{false, func(c *caller) string { return c.check(c.call(), c.fail()) + c.done() }},
	{false, func(c *caller) string { return c.check(c.call(), "log.Println(\"failed\")\n"+c.fail()) + c.done() }},
	{false, func(c *caller) string {
		return c.check(c.call(), "os.Remove("+c.path+"+\".old\")\n"+c.fail()) + "if err := " + c.dep("Notify") + "(" + c.path + "); err != nil {\n" + c.failWith("err") + "}\n" + c.done()
	}},
	{false, func(c *caller) string { return c.check(c.call(), c.remove()+c.fail()) + c.done() }},
	{false, func(c *caller) string { return c.check(c.call(), c.fail()) + c.look() + c.done() }},
	{false, func(c *caller) string { return c.drop() + c.look() + c.done() }},
	{false, (*caller).tellsApart},
	{false, (*caller).retries},
	{false, (*caller).repeats},
	{false, (*caller).asksBefore},
	{false, (*caller).discards},
	{false, (*caller).putsAside},
	{false, (*caller).concurrently},
	{false, (*caller).undoes},
	{false, (*caller).byValue},
	{false, (*caller).registers},
	{false, (*caller).waits},
	{false, (*caller).holds},
	{false, (*caller).compares},
	{false, (*caller).renamesLater},
	{true, (*caller).defersRemoval},
	{true, (*caller).recovers},
	{false, (*caller).survives},
}

// tellsApart takes some errors for success.
func (c *caller) tellsApart() string {
	if !c.hasError() {
		return c.check(c.call(), "log.Println(\"failed\")\n"+c.fail()) + c.done()
	}
	keep, _ := c.result(c.call())
	cond := c.of("os.IsExist(err)", "errors.Is(err, io.EOF)", "os.IsNotExist(err)")
	return keep + "\nif " + cond + " {\n" + c.done() + "}\nif err != nil {\n" + c.fail() + "}\n" + c.done()
}

// retries tries twice.
func (c *caller) retries() string {
	keep, bad := c.result(c.call())
	if bad == "" || !c.rewinds() {
		return c.check(c.call(), c.fail()) + c.look() + c.done()
	}
	c.repeated = true
	between := c.of("", "log.Println(\"again\")\n", c.remove())
	return "for range 2 {\nin.Rewind()\n" + keep + "\nif !(" + bad + ") {\n" + c.done() + "}\n" + between + "}\n" + c.failWith(`errors.New("not valid, twice")`)
}

// repeats calls the function twice, and fails with each.
func (c *caller) repeats() string {
	if !c.rewinds() {
		return c.check(c.call(), c.fail()) + c.done()
	}
	c.repeated = true
	between := c.of("", "in.Step(8)\n", "if err := in.Step(8); err != nil {\n"+c.failWith("err")+"}\n")
	return c.check(c.call(), c.fail()) + "in.Rewind()\n" + between + c.check(c.call(), c.of("", "", c.remove())+c.fail()) + c.done()
}

// asksBefore writes no file where there is one.
func (c *caller) asksBefore() string {
	return "if _, err := os.Stat(" + c.path + "); err == nil {\n" + c.done() + "}\n" + c.check(c.call(), c.fail()) + c.done()
}

// discards removes the file by a function literal.
func (c *caller) discards() string {
	return "discard := func() { os.Remove(" + c.path + ") }\n" + c.check(c.call(), "discard()\n"+c.fail()) + c.done()
}

// putsAside keeps what the function has left under another name.
func (c *caller) putsAside() string {
	return c.check(c.call(), "os.Rename("+c.path+", "+c.path+"+\".broken\")\n"+c.fail()) + c.done()
}

// concurrently runs the function in a goroutine, and waits for it.
func (c *caller) concurrently() string {
	if text := strings.Join(slices.Concat(c.lines, c.decls), ""); c.results.bad == "panic" || strings.Contains(text, "panic(") { // nobody could recover from it there
		return c.check(c.call(), c.fail()) + c.look() + c.done()
	}
	c.quick = true
	if c.results.kind == "none" {
		c.deaf = true
		return "finished := make(chan struct{})\ngo func() {\ndefer close(finished)\n" + c.call() + "\n}()\n<-finished\n" + c.look() + c.done()
	}
	then := c.of("", "", c.remove()) + c.fail()
	if c.hasError() {
		keep, _ := c.result(c.call())
		return "errc := make(chan error, 1)\ngo func() {\n" + keep + "\nerrc <- err\n}()\nif err := <-errc; err != nil {\n" + then + "}\n" + c.done()
	}
	keep, bad := c.result("<-results")
	return "results := make(chan " + c.results.types + ", 1)\ngo func() { results <- " + c.call() + " }()\nif " + keep + "; " + bad + " {\n" + then + "}\n" + c.done()
}

// undoes keeps a list of what is to be undone.
func (c *caller) undoes() string {
	add := "undo = append(undo, func() { os.Remove(" + c.path + ") })\n"
	run := "for _, f := range undo {\nf()\n}\n"
	if !c.one(3) { // the function has succeeded by then
		return "var undo []func()\n" + c.check(c.call(), c.fail()) + add + "if err := " + c.dep("Step") + "(7); err != nil {\n" + run + c.failWith("err") + "}\n" + c.done()
	}
	return "var undo []func()\n" + add + c.check(c.call(), run+c.fail()) + c.done()
}

// byValue calls the function without its name.
func (c *caller) byValue() string {
	var types []string
	for _, p := range c.given {
		types = append(types, p.typ)
	}
	sig := "func(" + strings.Join(types, ", ") + ") " + c.results.types
	head := ""
	if c.one(2) {
		c.fn = "map[string]" + sig + "{\"save\": " + c.fn + "}[\"save\"]"
	} else {
		holder := c.helper("holder", "type NAME struct{ write "+sig+" }\n")
		head, c.fn = "h := "+holder+"{"+c.fn+"}\n", "h.write"
	}
	return head + c.check(c.call(), c.of("", c.remove(), c.remove())+c.fail()) + c.of("", c.look()) + c.done()
}

// registers keeps the name where a function finds it that removes what is left of
// the file.
func (c *caller) registers() string {
	var keep, forget, sweep string
	switch c.n(3) {
	case 0:
		sweep = c.helper("sweep", "var partialNAME string\n\nfunc NAME() {\nif partialNAME != \"\" {\nos.Remove(partialNAME)\n}\n}\n")
		keep, forget = "partial"+sweep+" = "+c.path+"\n", "partial"+sweep+" = \"\"\n"
	case 1:
		sweep = c.helper("sweep", "var partialNAME []string\n\nfunc NAME() {\nfor _, p := range partialNAME {\nos.Remove(p)\n}\npartialNAME = nil\n}\n")
		keep, forget = "partial"+sweep+" = append(partial"+sweep+", "+c.path+")\n", "partial"+sweep+" = nil\n"
	case 2:
		sweep = c.helper("sweep", "var partialNAME = make(map[string]bool)\n\nfunc noteNAME(name string) { partialNAME[name] = true }\n\nfunc NAME() {\nfor p := range partialNAME {\nos.Remove(p)\n}\nclear(partialNAME)\n}\n")
		keep, forget = "note"+sweep+"("+c.path+")\n", "delete(partial"+sweep+", "+c.path+")\n"
	}
	return keep + c.check(c.call(), sweep+"()\n"+c.fail()) + forget + c.done()
}

// waits has a goroutine remove the file when it is told so.
func (c *caller) waits() string {
	if text := strings.Join(slices.Concat(c.lines, c.decls), ""); c.results.kind == "none" || strings.Contains(text, "panic(") || strings.Contains(text, "os.Exit(") || strings.Contains(text, "log.Fatal(") {
		return c.check(c.call(), c.fail()) + c.done()
	}
	c.quick = true
	wait := "go func() {\nif <-stop {\nos.Remove(" + c.path + ")\n}\nclose(stopped)\n}()\n"
	if c.one(2) {
		w := c.helper("watch", "func NAME(name string, stop, stopped chan bool) {\nif <-stop {\nos.Remove(name)\n}\nclose(stopped)\n}\n")
		wait = "go " + w + "(" + c.path + ", stop, stopped)\n"
	}
	keep, bad := c.result(c.call())
	return "stop, stopped := make(chan bool), make(chan bool)\n" + wait + keep + "\nstop <- " + bad + "\n<-stopped\nif " + bad + " {\n" + c.fail() + "}\n" + c.done()
}

// holds has the same file open while the function writes it.
func (c *caller) holds() string {
	kind := c.n(4)
	open := c.of("os.Open("+c.path+")", "os.OpenFile("+c.path+", os.O_RDWR|os.O_CREATE, 0o644)")
	if kind != 0 {
		open = "os.Open(" + c.path + ")" // no file is made that stays when the function fails
	}
	head := "held, err := " + open + "\nif err != nil {\n" + c.failWith("err") + "}\n"
	write := c.check(c.call(), c.fail())
	read := "b, err := io.ReadAll(held)\nif err != nil {\n" + c.failWith("err") + "}\nlog.Println(len(b), \"bytes\")\n"
	switch kind {
	case 0:
		return head + "defer held.Close()\n" + write + read + c.done()
	case 1:
		lock := "if err := syscall.Flock(int(held.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {\n" + c.failWith("err") + "}\n"
		return head + "defer held.Close()\n" + lock + write + c.done()
	case 2:
		return head + read + "held.Close()\n" + write + c.done() // not any more
	}
	keeper := c.helper("keeper", "type NAME struct {\npath string\nfile *os.File\n}\n")
	return "k := &" + keeper + "{path: " + c.path + "}\nvar err error\nif k.file, err = os.OpenFile(k.path, os.O_RDWR|os.O_CREATE, 0o644); err != nil {\n" + c.failWith("err") + "}\ndefer k.file.Close()\n" +
		c.check(c.callWith(c.path, "k.path"), c.fail()) + "fi, err := k.file.Stat()\nif err != nil {\n" + c.failWith("err") + "}\nlog.Println(fi.Size(), \"bytes\")\n" + c.done()
}

// compares compares the file with what it was.
func (c *caller) compares() string {
	stat := "os.Stat(" + c.path + ")"
	after := "after, err := " + stat + "\nif err != nil {\n" + c.failWith("err") + "}\n"
	write := c.check(c.call(), c.fail())
	switch c.n(4) {
	case 0:
		return "before, _ := " + stat + "\n" + write + after + "if before != nil && !os.SameFile(before, after) {\n" + c.failWith(`errors.New("another file")`) + "}\n" + c.done()
	case 1:
		return "before, _ := " + stat + "\n" + write + after + "if before != nil && before.Size() == after.Size() {\nlog.Println(\"the same size\")\n}\n" + c.done()
	case 2:
		same := c.helper("unchanged", "func NAME(path string, was os.FileInfo) bool {\nfi, err := os.Stat(path)\nreturn err == nil && os.SameFile(was, fi)\n}\n")
		return "was, err := " + stat + "\nif err != nil {\n" + c.failWith("err") + "}\n" + write + "log.Println(\"unchanged:\", " + same + "(" + c.path + ", was))\n" + c.done()
	}
	node := c.helper("node", "func NAME(path string) uint64 {\nvar st syscall.Stat_t\nif err := syscall.Stat(path, &st); err != nil {\nreturn 0\n}\nreturn st.Ino\n}\n")
	return "was := " + node + "(" + c.path + ")\n" + write + "log.Println(\"moved:\", was != 0 && was != " + node + "(" + c.path + "))\n" + c.done()
}

// renamesLater has the function write another file, which it renames.
func (c *caller) renamesLater() string {
	part := c.path + "+\".part\""
	init := ""
	if c.one(2) {
		init, part = "part := "+part+"\n", "part"
	}
	drop := c.of("", "os.Remove("+part+")\n")
	return init + c.check(c.callWith(c.path, part), drop+c.fail()) + "if err := os.Rename(" + part + ", " + c.path + "); err != nil {\n" + drop + c.failWith("err") + "}\n" + c.done()
}

// defersRemoval removes the file at its own end, if it fails.
func (c *caller) defersRemoval() string {
	cleanup := "defer func() {\nif err != nil {\nos.Remove(" + c.path + ")\n}\n}()\n"
	return cleanup + c.check(c.call(), c.fail()) + c.of("", "if err := "+c.dep("Step")+"(7); err != nil {\nreturn err\n}\n") + "return nil\n"
}

// recovers goes by the name of the file after a panic.
func (c *caller) recovers() string {
	then := c.of(
		"if _, serr := os.Stat("+c.path+"); serr != nil {\nerr = fmt.Errorf(\"recovered: %v\", r)\n}\n",
		"if b, rerr := os.ReadFile("+c.path+"); rerr == nil {\nlog.Println(len(b), \"bytes are there\")\n}\nerr = fmt.Errorf(\"recovered: %v\", r)\n",
		"os.Remove("+c.path+")\nerr = fmt.Errorf(\"recovered: %v\", r)\n",
		"err = fmt.Errorf(\"recovered: %v\", r)\n")
	return "defer func() {\nif r := recover(); r != nil {\n" + then + "}\n}()\n" + c.check(c.call(), c.fail()) + "return nil\n"
}

// survives has another function recover from panics, and goes on.
func (c *caller) survives() string {
	c.deaf = true
	if c.one(2) {
		try := c.helper("try", "func NAME(fn func()) {\ndefer func() {\nif r := recover(); r != nil {\nlog.Println(\"recovered:\", r)\n}\n}()\nfn()\n}\n")
		return try + "(func() { " + c.call() + " })\n" + c.look() + c.done()
	}
	return "func() {\ndefer func() { recover() }()\n" + c.call() + "\n}()\n" + c.of(c.look(), c.remove()) + c.done()
}
