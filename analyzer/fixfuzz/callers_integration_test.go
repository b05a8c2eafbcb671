//go:build integration && linux

package main

// callerFixers are functions whose right fix is none, as their callers go by
// what another function does, saveNAME. The wrong ones do not ask about them.
var callerFixers = []fixer{
	{
		name:    "removed by a caller that is told by a bool",
		results: "error",
		before: `
	if !saveNAME(path, in) {
		os.Remove(path)
		return errors.New("not valid")
	}
	return nil`,
		beside: `
func saveNAME(path string, in *feed.Source) bool {
	f, err := os.Create(path)
	if err != nil {
		return false
	}
	defer f.Close()
	fmt.Fprintln(f, "a line")
	f.Close()
	return true
}
`,
		wrong: []mistake{{"not asked", []string{"os.Create", "atomicfile.Create", "f.Close()\n\treturn true", "return f.Commit() == nil"}, []rule{intact}}},
	},
	{
		name:    "looked for by a caller that drops the error",
		results: "error",
		before: `
	saveNAME(path, in)
	_, err := os.Stat(path)
	return err`,
		beside: besideRender,
		wrong:  []mistake{{"not asked", rendered, []rule{noNewErrors}}},
	},
	{
		name:    "looked for after a panic",
		results: "(err error)",
		before: `
	defer func() {
		if r := recover(); r != nil {
			_, err = os.Stat(path)
		}
	}()
	return saveNAME(path, in)`,
		beside: besideRender,
		wrong:  []mistake{{"not asked", rendered, []rule{noNewErrors}}},
	},
	{
		name:    "the same file as before",
		results: "error",
		before: `
	before, err := os.Stat(path)
	if err != nil {
		return err
	}
	if err := saveNAME(path, in); err != nil {
		return err
	}
	after, err := os.Stat(path)
	if err == nil && !os.SameFile(before, after) {
		err = errors.New("another file")
	}
	return err`,
		beside: besideRender,
		wrong:  []mistake{{"not asked", rendered, []rule{noNewErrors}}},
	},
	{
		name:    "open in the caller",
		results: "error",
		before: `
	held, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer held.Close()
	if err := saveNAME(path, in); err != nil {
		return err
	}
	b, err := io.ReadAll(held)
	fmt.Println(len(b))
	return err`,
		beside: besideRender,
		wrong:  []mistake{{"not asked", rendered, []rule{output}}},
	},
	{
		name:    "watched by a goroutine of the caller",
		results: "error",
		before: `
	ready, seen := make(chan string), make(chan bool)
	go func() {
		_, err := os.Stat(<-ready)
		seen <- err == nil
	}()
	return saveNAME(path, ready, seen)`,
		beside: `
func saveNAME(path string, ready chan<- string, seen <-chan bool) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	ready <- path
	fmt.Fprintln(f, <-seen)
	return nil
}
`,
		wrong: []mistake{{"not asked", []string{"os.Create", "atomicfile.Create", "return nil", "return f.Commit()"}, []rule{published}}},
	},
}

const besideRender = `
func saveNAME(path string, in *feed.Source) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return in.Render(f)
}
`

// rendered makes of besideRender what would be right without its caller.
var rendered = []string{"os.Create", "atomicfile.Create", "return in.Render(f)", "if err := in.Render(f); err != nil {\n\t\treturn err\n\t}\n\treturn f.Commit()"}
