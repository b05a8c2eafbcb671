//go:build integration && linux

package main

// A fixer is a function with its right fix, and with wrong ones, each of which
// differs from the right one in one place.
type fixer struct {
	name          string
	results       string
	claims        bool
	renames       bool
	before, right string
	beside        string // a function beside it, called saveNAME, which only wrong fixes change
	wrong         []mistake
}

// A mistake replaces texts of the right fix, and breaks rules.
type mistake struct {
	name    string
	replace []string // pairs of old and new
	rules   []rule   // at least these
}

var fixers = []fixer{
	{
		name:    "check before the end",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, in); err != nil {
		return err
	}
	if err := in.Check(); err != nil {
		os.Remove(path)
		return err
	}
	return nil`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(f, in); err != nil {
		return err
	}
	if err := in.Check(); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"commit before the check", []string{"\tif err := in.Check()", "\tif err := f.Commit(); err != nil {\n\t\treturn err\n\t}\n\tif err := in.Check()"}, []rule{rejected}},
			{"commit too early", []string{"\tif _, err := io.Copy", "\tif err := f.Commit(); err != nil {\n\t\treturn err\n\t}\n\tif _, err := io.Copy"}, []rule{noNewErrors}},
			{"Close for Commit", []string{"return f.Commit()", "return f.Close()"}, []rule{published}},
			{"no commit", []string{"return f.Commit()", "return nil"}, []rule{published}},
			{"error of Commit dropped", []string{"return f.Commit()", "f.Commit()\n\treturn nil"}, []rule{told}},
			{"no deferred Close", []string{"\tdefer f.Close()\n", ""}, []rule{clean, repeatable}},
			{"error swallowed", []string{"in.Check(); err != nil {\n\t\treturn err", "in.Check(); err != nil {\n\t\treturn nil"}, []rule{results}},
		},
	},
	{
		name:    "verified by name",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := in.Render(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := in.Verify(path); err != nil {
		os.Remove(path)
		return err
	}
	return nil`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := in.Render(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Commit(); err != nil {
		return err
	}
	if err := in.Verify(path); err != nil {
		os.Remove(path)
		return err
	}
	return nil`,
		wrong: []mistake{
			{"removal dropped", []string{"\t\tos.Remove(path)\n", ""}, []rule{rejected}},
			{"commit on the error path", []string{"\t\tf.Close()\n", "\t\tf.Commit()\n"}, []rule{improved}},
		},
	},
	{
		name:    "deferred close with a named error",
		results: "(err error)",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	for i := range 3 {
		if err := in.Step(i); err != nil {
			return err
		}
		fmt.Fprintln(f, i)
	}
	return nil`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Finish(&err)
	for i := range 3 {
		if err := in.Step(i); err != nil {
			return err
		}
		fmt.Fprintln(f, i)
	}
	return nil`,
		wrong: []mistake{
			{"inner err", []string{"\tdefer f.Finish(&err)\n\tfor", "\tif err := error(nil); err == nil {\n\t\tdefer f.Finish(&err)\n\t}\n\tfor"}, []rule{improved}},
			{"published whatever happens", []string{"defer f.Finish(&err)", "defer f.Commit()"}, []rule{improved}},
			{"commit in the loop", []string{"\t\tfmt.Fprintln(f, i)\n", "\t\tfmt.Fprintln(f, i)\n\t\tf.Commit()\n"}, []rule{published}},
		},
	},
	{
		name:    "error of the if",
		results: "(err error)",
		before: `
	if f, err := os.Create(path); err != nil {
		return err
	} else {
		defer f.Close()
		return in.Render(f)
	}`,
		right: `
	if f, ferr := atomicfile.Create(path); ferr != nil {
		return ferr
	} else {
		defer f.Finish(&err)
		return in.Render(f)
	}`,
		wrong: []mistake{{"inner err", []string{"ferr", "err"}, []rule{improved}}},
	},
	{
		name:    "the end of the input",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		row, err := in.Next()
		if err != nil {
			if err == io.EOF {
				return nil
			}
			return err
		}
		fmt.Fprintln(f, row)
	}`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		row, err := in.Next()
		if err != nil {
			if err == io.EOF {
				return f.Commit()
			}
			return err
		}
		fmt.Fprintln(f, row)
	}`,
		wrong: []mistake{{"discarded at the end", []string{"return f.Commit()", "return nil"}, []rule{published}}},
	},
	{
		name:    "private",
		results: "error",
		before: `
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return in.Render(f)`,
		right: `
	f, err := atomicfile.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := in.Render(f); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"wider", []string{"0o600", "0o644"}, []rule{wider, window}},
			{"narrower", []string{"0o600", "0o400"}, []rule{sameMode}},
		},
	},
	{
		name:    "temporary and rename",
		results: "error",
		claims:  true,
		renames: true,
		before: `
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := in.Render(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)`,
		right: `
	f, err := atomicfile.Create(path, atomicfile.Concurrent(), atomicfile.WithPerm(0o600))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	if err := in.Render(f); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"no Concurrent", []string{"atomicfile.Concurrent(), ", ""}, []rule{writers}},
			{"mode not kept", []string{"\tif err := f.Chmod(0o600); err != nil {\n\t\treturn err\n\t}\n", ""}, []rule{wider}},
			{"mode widened", []string{", atomicfile.WithPerm(0o600)", "", "\tif err := f.Chmod(0o600); err != nil {\n\t\treturn err\n\t}\n", ""}, []rule{wider, window}},
		},
	},
	{
		name:    "only if absent",
		results: "error",
		claims:  true,
		before: `
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	return in.Render(f)`,
		right: `
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	return in.Render(f)`,
		wrong: []mistake{{"decided late", []string{"os.OpenFile", "atomicfile.OpenFile", "return in.Render(f)", "if err := in.Render(f); err != nil {\n\t\treturn err\n\t}\n\treturn f.Commit()"}, []rule{noNewErrors}}},
	},
	{
		name:    "buffered",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	return in.Render(w)`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	if err := in.Render(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"flushed after Commit", []string{"\tif err := w.Flush(); err != nil {\n\t\treturn err\n\t}\n", "", "\tif err := in.Render", "\tdefer w.Flush()\n\tif err := in.Render"}, []rule{published}},
			{"not flushed", []string{"\tif err := w.Flush(); err != nil {\n\t\treturn err\n\t}\n", ""}, []rule{published}},
		},
	},
	{
		name:    "removed unless all went well",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	ok := false
	defer func() {
		f.Close()
		if !ok {
			os.Remove(path)
		}
	}()
	fmt.Fprintln(f, "a line")
	if err := in.Step(0); err != nil {
		return err
	}
	ok = true
	return nil`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintln(f, "a line")
	if err := in.Step(0); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"removal stays", []string{"\tdefer f.Close()\n", "\tok := false\n\tdefer func() {\n\t\tf.Close()\n\t\tif !ok {\n\t\t\tos.Remove(path)\n\t\t}\n\t}()\n",
				"\treturn f.Commit()", "\tif err := f.Commit(); err != nil {\n\t\treturn err\n\t}\n\tok = true\n\treturn nil"}, []rule{intact}},
			{"removal of what was not published", []string{"in.Step(0); err != nil {\n\t\treturn err", "in.Step(0); err != nil {\n\t\treturn errors.Join(err, os.Remove(path))"}, []rule{results}},
		},
	},
	{
		name: "a program",
		before: `
	f, err := os.Create(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintln(f, "a line")
	if err := in.Step(0); err != nil {
		log.Fatal(err)
	}
	if in.Done() {
		os.Exit(0)
	}
	fmt.Fprintln(f, "more")`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintln(f, "a line")
	if err := in.Step(0); err != nil {
		f.Close()
		log.Fatal(err)
	}
	if in.Done() {
		if err := f.Commit(); err != nil {
			log.Fatal(err)
		}
		os.Exit(0)
	}
	fmt.Fprintln(f, "more")
	if err := f.Commit(); err != nil {
		log.Fatal(err)
	}`,
		wrong: []mistake{
			{"exit leaves the temporary", []string{"\t\tf.Close()\n", ""}, []rule{clean}},
			{"exit with success discards", []string{"\t\tif err := f.Commit(); err != nil {\n\t\t\tlog.Fatal(err)\n\t\t}\n\t\tos.Exit", "\t\tf.Close()\n\t\tos.Exit"}, []rule{published}},
			{"another exit code", []string{"log.Fatal(err)", "panic(err)"}, []rule{results}},
			{"prints", []string{"\tif in.Done", "\tlog.Print(\"checked\")\n\tif in.Done"}, []rule{output}},
		},
	},
	{
		name:    "for ever",
		results: "error",
		before: `
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return in.Render(f)`,
		right: `
	f, err := atomicfile.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := in.Render(f); err != nil {
		return err
	}
	return f.Commit()`,
		wrong: []mistake{
			{"waits for the name", []string{"return f.Commit()", "for f.Commit() != nil {\n\t}\n\tselect {}"}, []rule{ends}},
		},
	},
}
