package rewrite

import "testing"

// TestFixOpenings opens the file in several ways.
func TestFixOpenings(t *testing.T) {
	const written = "if _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\t"
	for _, test := range []struct{ name, body, want string }{
		{"in parentheses", "f, err := (os.Create(name))\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + written + "return nil", "- f, err := (os.Create(name))\n- return nil\n+ f, err := (atomicfile.Create(name))\n+ return f.Commit()"},
		{"nothing keeps it", "_, err := os.Create(name)\n\treturn err", `by hand: nothing keeps the file`},
		{"nothing at all", "os.Create(name)\n\treturn nil", `by hand: the file is not assigned to a variable`},
		{"a method of the call", "_ = first(os.Create(name)).Close()\n\treturn nil", `by hand: the file goes straight into another call`},
		{"into a struct", "var held struct{ f *os.File }\n\tvar err error\n\theld.f, err = os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn held.f.Close()", `by hand: the file is stored in held.f`},
		{"the error into a struct", "var held struct{ err error }\n\tvar f *os.File\n\tf, held.err = os.Create(name)\n\tif held.err != nil {\n\t\treturn held.err\n\t}\n\treturn f.Close()", `by hand: the error of opening is dropped`},
		{"declared with both", "var f, err = os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()", `by hand: the file is not assigned to a variable`},
		{"a condition with else", "if f, err := os.Create(name); err != nil {\n\t\treturn err\n\t} else {\n\t\tdefer f.Close()\n\t\t" + written + "}\n\treturn nil", "- if f, err := os.Create(name); err != nil {\n+ if f, err := atomicfile.Create(name); err != nil {\n+ return err\n+ if err := f.Commit(); err != nil {"},
		{"a condition of success", "if f, err := os.Create(name); err == nil {\n\t\tdefer f.Close()\n\t\t" + written + "} else {\n\t\treturn err\n\t}\n\treturn nil", `by hand: the statement that opens the file is not in a plain block`},
		{"a condition of success alone", "if f, err := os.Create(name); err == nil {\n\t\tf.Write(data)\n\t\tf.Close()\n\t}\n\treturn nil", "- if f, err := os.Create(name); err == nil {\n- f.Close()\n+ if f, err := atomicfile.Create(name); err == nil {\n+ if err := f.Commit(); err != nil {\n+ return err"},
		{"a condition without the error", "if f, err := os.Create(name); finished {\n\t\tlog.Print(f, err)\n\t}\n\treturn nil", `by hand: the statement that opens the file is not in a plain block`},
		{"a condition, used behind it", "var f *os.File\n\tvar err error\n\tif f, err = os.Create(name); err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + written + "return nil", `by hand: the statement that opens the file is not in a plain block`},
		{"checked by a function", "f, err := os.Create(name)\n\tcheck(err)\n\tdefer f.Close()\n\t" + written + "return nil", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"checked by a function that is given the file as well", "f, err := os.Create(name)\n\tboth(f, err)\n\tdefer f.Close()\n\t" + written + "return nil", "- func both(f *os.File, err error) {\n- f, err := os.Create(name)\n- return nil\n+ func both(f io.Writer, err error) {\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"checked with an assignment", "f, err := os.Create(name)\n\tif n := 1; err != nil {\n\t\tlog.Print(n)\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + written + "return nil", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"checked, and success as well", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t} else {\n\t\tdefer f.Close()\n\t}\n\t" + written + "return nil", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"checked late", "f, err := os.Create(name)\n\tlog.Print(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + written + "return nil", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"checked after it is wrapped", "f, err := os.Create(name)\n\terr = wrapped(err)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\t" + written + "return nil", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"overwritten", "f, err := os.Create(name)\n\t_, err = f.Write(data)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()", `by hand: the error of opening is dropped: line 54 overwrites it`},
		{"overwritten after something else", "f, err := os.Create(name)\n\tlog.Print(name)\n\tn := 1\n\t_, err = f.Write(data[n:])\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()", `by hand: the error of opening is dropped: line 56 overwrites it`},
		{"declared with another type", "var f io.WriteCloser\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()", `by hand: f is of type io.WriteCloser`},
		{"declared outside of a literal", "var f *os.File\n\tput := func() (err error) {\n\t\tf, err = os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\treturn f.Close()\n\t}\n\treturn put()", `by hand: f is declared outside of the function that opens it (line 53)`},
		{"in a literal", "return func() error {\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tdefer f.Close()\n\t\t" + written + "return nil\n\t}()", "- f, err := os.Create(name)\n- return nil\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"used in a deferred literal alone", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer func() {\n\t\tf.Write(data)\n\t\tf.Close()\n\t}()\n\treturn nil", `by hand: there is no telling what to do if Commit fails`},
		{"used in a goroutine alone", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tgo func() {\n\t\tf.Write(data)\n\t\tf.Close()\n\t}()\n\treturn nil", `by hand: there is no telling what to do if Commit fails`},
		{"used in a literal that is called", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tfunc() {\n\t\tf.Write(data)\n\t}()\n\treturn f.Close()", "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"used in a literal that is kept", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tput := func() {\n\t\tf.Write(data)\n\t}\n\tput()\n\treturn f.Close()", "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ defer f.Close()\n+ return f.Commit()"},
		{"used in two literals", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer func() {\n\t\tf.Close()\n\t}()\n\tfunc() {\n\t\tf.Write(data)\n\t}()\n\treturn nil", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer func() {\n- f.Close()\n- }()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"beside another file", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tg, err := os.Create(name + \"2\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer g.Close()\n\t" + written + "_, err = g.Write(data)\n\treturn err", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"beside another file that a function opens", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tg, err := opened(name + \"2\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer g.Close()\n\t" + written + "_, err = g.Write(data)\n\treturn err", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"beside one that is read", "f, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\tg, err := os.Open(name + \"2\")\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer g.Close()\n\t_, err = io.Copy(f, g)\n\treturn err", "- func save(name string, data []byte) error {\n- f, err := os.Create(name)\n- defer f.Close()\n+ func save(name string, data []byte) (err error) {\n+ f, err := atomicfile.Create(name)\n+ defer f.Finish(&err)"},
		{"in a case", "switch len(data) {\n\tcase 0:\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\treturn f.Close()\n\t}\n\treturn nil", "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"in a case of select", "select {\n\tdefault:\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\treturn f.Close()\n\t}", "- f, err := os.Create(name)\n- return f.Close()\n+ f, err := atomicfile.Create(name)\n+ return f.Commit()"},
		{"behind a label", "start:\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\tgoto start\n\t}\n\treturn f.Close()", `by hand: the statement that opens the file is not in a plain block`},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := `
func first(f *os.File, err error) *os.File { return f }

func both(f *os.File, err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func wrapped(err error) error { return err }

func save(name string, data []byte) error {
	` + test.body + `
}

func opened(name string) (*os.File, error) { return os.Create(name) }
`
			b := load(t, src)
			fix, reason := b.fixer.Fix(b.sinkIn(t))
			if got := b.outcome(t, fix, reason); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof%s", got, test.want, src)
			}
		})
	}
}
