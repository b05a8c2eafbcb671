package main

// tell lets others know of the file, mostly before it is complete.
func (g *gen) tell() {
	if g.told != "" || g.temp != "" {
		return
	}
	switch g.n(7) {
	case 0:
		g.tellBy("ready <- "+g.path, "chan<- string")
	case 1:
		g.tellBy("close(ready)", "chan struct{}")
	case 2:
		g.tellBy("ready()", "context.CancelFunc")
	case 3:
		g.tellBy("ready("+g.path+")", "func(string)")
	case 4:
		g.tellBy("defer ready.Done()", "*sync.WaitGroup")
	case 5:
		g.try("os.WriteFile("+g.path+`+".done", []byte("done\n"), 0o644)`, 0)
	case 6:
		g.quick = true
		names, seen := g.fresh("names"), g.fresh("seen")
		g.p("%s, %s := make(chan string), make(chan bool)\ngo func() {\n_, err := os.Stat(<-%s)\n%s <- err == nil\n}()", names, seen, names, seen)
		g.p("%s <- %s\nlog.Println(\"seen:\", <-%s)", names, g.path, seen)
	}
}

// tellBy has the function tell others by the statement, which uses a parameter
// of the given type. What is deferred is so from the beginning.
func (g *gen) tellBy(stmt, typ string) {
	g.told = stmt
	g.params = append(g.params, param{"ready", typ, "nil"})
	if typ == "*sync.WaitGroup" {
		g.lines = append([]string{stmt}, g.lines...)
		return
	}
	g.p("%s", stmt)
}

// watcher returns what a caller does before the call of a function that tells
// others of the file, the argument that it gives, and what it does after a
// success: somebody looks for the file meanwhile.
func (c *caller) watcher() (before, arg, after string) {
	look := "_, err := os.Stat(" + c.path + ")\nseen <- err == nil\n}()\n"
	after = "log.Println(\"seen:\", <-seen)\n"
	c.quick = true
	switch c.told {
	case "close(ready)":
		return "ready, seen := make(chan struct{}), make(chan bool, 1)\ngo func() {\n<-ready\n" + look, "ready", "select {\ncase <-ready:\n" + after + "default:\n}\n"
	case "ready()":
		return "ctx, cancel := context.WithCancel(context.Background())\ndefer cancel()\nseen := make(chan bool, 1)\ngo func() {\n<-ctx.Done()\n" + look, "cancel", "cancel()\n" + after
	case "defer ready.Done()":
		return "var ready sync.WaitGroup\nready.Add(1)\nseen := make(chan bool, 1)\ngo func() {\nready.Wait()\n" + look, "&ready", after
	case "ready(" + c.path + ")":
		return "found := false\nlook := func(name string) {\n_, err := os.Stat(name)\nfound = err == nil\n}\n", "look", "log.Println(\"seen:\", found)\n"
	}
	return "ready, seen := make(chan string), make(chan bool, 1)\ngo func() {\n_, err := os.Stat(<-ready)\nseen <- err == nil\n}()\n", "ready", "close(ready)\n" + after
}
