package rewrite

import "testing"

// TestRepairShapes repairs functions that leave a file behind, or do not publish
// it, and open, close or return in several ways.
func TestRepairShapes(t *testing.T) {
	const (
		opened  = "f, err := atomicfile.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\t"
		written = "if _, err := f.Write(nil); err != nil {\n\t\treturn err\n\t}\n\t"
	)
	for _, test := range []struct{ name, body, want string }{
		{"left behind, opened in a condition", "var f *atomicfile.File\n\tvar err error\n\tif f, err = atomicfile.Create(name); err != nil {\n\t\treturn err\n\t}\n\t" + written + "return f.Commit()", `+ defer f.Close()`},
		{"left behind, opened in a condition that goes on", "var f *atomicfile.File\n\tvar err error\n\tif f, err = atomicfile.Create(name); err != nil {\n\t\tprintln(err)\n\t}\n\t" + written + "return f.Commit()", `by hand`},
		{"left behind, opened and used in a condition", "if f, err := atomicfile.Create(name); err != nil {\n\t\treturn err\n\t} else {\n\t\t" + written + "return f.Commit()\n\t}", `by hand`},
		{"left behind, opened where it succeeds", "if f, err := atomicfile.Create(name); err == nil {\n\t\t" + written + "return f.Commit()\n\t}\n\treturn nil", `by hand`},
		{"left behind, opened in a condition with another", "var f *atomicfile.File\n\tvar err error\n\tif f, err = atomicfile.Create(name); err != nil {\n\t\treturn err\n\t} else {\n\t\tprintln(name)\n\t}\n\t" + written + "return f.Commit()", `by hand`},
		{"left behind, the error of opening is blank", "f, _ := atomicfile.Create(name)\n\t" + written + "return f.Commit()", `by hand`},
		{"left behind, another error is checked for", "f, err := atomicfile.Create(name)\n\tif err != failure {\n\t\treturn err\n\t}\n\t" + written + "return f.Commit()", `by hand`},
		{"never, in two places", opened + "defer f.Close()\n\t" + written + "if name == \"\" {\n\t\treturn nil\n\t}\n\treturn nil", `by hand`},
		{"never, closed in two places", opened + written + "if name == \"\" {\n\t\treturn f.Close()\n\t}\n\treturn f.Close()", `by hand`},
		{"left behind, the check comes later", "f, err := atomicfile.Create(name)\n\tprintln(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\t" + written + "return f.Commit()", `by hand`},
		{"left behind, the check has an assignment", "f, err := atomicfile.Create(name)\n\tif name := name; err != nil {\n\t\tprintln(name)\n\t\treturn err\n\t}\n\t" + written + "return f.Commit()", `by hand`},
		{"left behind, the check is turned around", "f, err := atomicfile.Create(name)\n\tif nil != err {\n\t\treturn err\n\t}\n\t" + written + "return f.Commit()", `by hand`},
		{"left behind, success is checked", "f, err := atomicfile.Create(name)\n\tif err == nil {\n\t\t" + written + "return f.Commit()\n\t}\n\treturn err", `by hand`},
		{"left behind, the check goes on", "f, err := atomicfile.Create(name)\n\tif err != nil {\n\t\tprintln(name)\n\t}\n\t" + written + "return f.Commit()", `by hand`},
		{"left behind, the check has more to it", "f, err := atomicfile.Create(name)\n\tif err != nil && name != \"\" {\n\t\treturn err\n\t}\n\t" + written + "return f.Commit()", `by hand`},
		{"left behind, in a switch", "switch f, err := atomicfile.Create(name); {\n\tcase err != nil:\n\t\treturn err\n\tdefault:\n\t\t" + written + "return f.Commit()\n\t}", `by hand`},
		{"left behind, opened twice", opened + written + "if err := f.Commit(); err != nil {\n\t\treturn err\n\t}\n\tf, err = atomicfile.Create(name + \"2\")\n\tif err != nil {\n\t\treturn err\n\t}\n\t" + written + "return f.Commit()", `by hand`},
		{"left behind, in a literal", "return func() error {\n\t" + opened + written + "return f.Commit()\n\t}()", `+ defer f.Close()`},
		{"never, another error is returned", opened + "defer f.Close()\n\t_, err = f.Write(nil)\n\treturn err", "+ if err != nil {\n+ return f.Commit()"},
		{"never, a call is returned", opened + "defer f.Close()\n\treturn work()", `nothing to fix`},
		{"never, what writes is returned", opened + "defer f.Close()\n\treturn fill(f)", "- return fill(f)\n+ return err\n+ if err := fill(f); err != nil {\n+ return f.Commit()"},
		{"never, a call is returned beside another statement", opened + "defer f.Close()\n\tf.Write(nil); return work()", `by hand`},
		{"never, a comparison is returned", opened + "defer f.Close()\n\tf.Write(nil)\n\tvar errs [1]error\n\treturn errs[0]", `by hand`},
		{"never, Close is returned", opened + written + "return f.Close()", "- return f.Close()\n+ defer f.Close()\n+ return f.Commit()"},
		{"never, Close is returned by a name", opened + written + "err = f.Close()\n\treturn err", "- err = f.Close()\n+ defer f.Close()\n+ err = f.Commit()"},
		{"never, the error of Close is declared", opened + written + "cerr := f.Close()\n\treturn cerr", "- cerr := f.Close()\n+ defer f.Close()\n+ cerr := f.Commit()"},
		{"never, the error of Close is blank", opened + written + "_ = f.Close()\n\treturn nil", `by hand`},
		{"never, the error of Close is dropped", opened + written + "f.Close()\n\treturn nil", `by hand`},
		{"never, the error of Close is an argument", opened + written + "return wrap(f.Close())", "- return wrap(f.Close())\n+ defer f.Close()\n+ return wrap(f.Commit())"},
		{"never, the error of Close is tested", opened + written + "if err := f.Close(); err != nil {\n\t\treturn err\n\t}\n\treturn nil", "- if err := f.Close(); err != nil {\n+ defer f.Close()\n+ if err := f.Commit(); err != nil {"},
		{"never, closed on two ways", opened + written + "if name != \"\" {\n\t\treturn f.Close()\n\t}\n\treturn f.Close()", `by hand`},
		{"never, two ways to succeed", opened + "defer f.Close()\n\tif name != \"\" {\n\t\treturn nil\n\t}\n\t" + written + "return nil", `by hand`},
		{"never, no deferred Close", opened + written + "return nil", "- return nil\n+ defer f.Close()\n+ return f.Commit()"},
		{"never, nothing fails", opened + "f.Write(nil)\n\treturn nil", "- return nil\n+ return f.Commit()"},
		{"never, closed before it fails", opened + "if _, err := f.Write(nil); err != nil {\n\t\tf.Close()\n\t\treturn err\n\t}\n\treturn nil", "- return nil\n+ return f.Commit()"},
		{"never, a loop", "for range 3 {\n\t\tf, err := atomicfile.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tf.Write(nil)\n\t\tf.Close()\n\t}\n\treturn nil", `by hand`},
		{"never, a deferred write", opened + "defer f.Close()\n\tdefer f.Write(nil)\n\treturn nil", `by hand`},
		{"never, another variable has the name", opened + "defer f.Close()\n\tf.Write(nil)\n\t{\n\t\tf := name\n\t\tprintln(f)\n\t\treturn nil\n\t}", `by hand`},
		{"never, a literal", opened + "defer f.Close()\n\treturn func() error {\n\t\tf.Write(nil)\n\t\treturn nil\n\t}()", `nothing to fix`},
		{"dropped in a literal", opened + "defer f.Close()\n\t" + written + "func() {\n\t\tf.Commit()\n\t}()\n\treturn nil", `by hand`},
		{"dropped in a condition", opened + "defer f.Close()\n\t" + written + "if f.Commit(); name != \"\" {\n\t\treturn nil\n\t}\n\treturn nil", `by hand`},
		{"dropped beside another statement", opened + "defer f.Close()\n\t" + written + "f.Commit(); println(name)\n\treturn nil", `by hand`},
		{"dropped by a deferred call, closed by another", opened + "defer f.Commit()\n\tdefer f.Close()\n\t" + written + "return nil", `by hand`},
		{"dropped by a deferred call, closed before", opened + "defer f.Close()\n\tdefer f.Commit()\n\t" + written + "return nil", "- func save(name string) error {\n- defer f.Commit()\n+ func save(name string) (err error) {\n+ defer f.Finish(&err)"},
		{"dropped by a deferred call, and the name is taken", "f, failed := atomicfile.Create(name)\n\tif failed != nil {\n\t\treturn failed\n\t}\n\terr := name\n\tdefer f.Commit()\n\tprintln(err)\n\treturn work()", "- func save(name string) error {\n- defer f.Commit()\n+ func save(name string) (retErr error) {\n+ defer f.Finish(&retErr)"},
		{"dropped by a deferred call, and both names are taken", "f, failed := atomicfile.Create(name)\n\tif failed != nil {\n\t\treturn failed\n\t}\n\terr := name\n\tdefer f.Commit()\n\tprintln(err)\n\tvar retErr int\n\tprintln(retErr)\n\treturn work()", "- func save(name string) error {\n- defer f.Commit()\n+ func save(name string) (retErr_ error) {\n+ defer f.Finish(&retErr_)"},
		{"Finish of a pointer", opened + "p := &err\n\tdefer f.Finish(p)\n\treturn work()", `nothing to fix`},
		{"Finish that is not deferred", opened + "f.Finish(&err)\n\treturn work()", `by hand`},
		{"Finish of an error by another name", "f, failed := atomicfile.Create(name)\n\tif failed != nil {\n\t\treturn failed\n\t}\n\tdefer f.Finish(&failed)\n\treturn work()", `by hand`},
		{"Finish of an element", opened + "var errs [1]error\n\tdefer f.Finish(&errs[0])\n\treturn work()", `nothing to fix`},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := "func fill(f *atomicfile.File) error {\n\t_, err := f.Write(nil)\n\treturn err\n}\n\nfunc wrap(err error) error { return err }\n\nfunc save(name string) error {\n\t" + test.body + "\n}"
			if got := repaired(t, src); got != test.want {
				t.Errorf("got\n%s\nwant\n%s\nof\n%s", got, test.want, src)
			}
		})
	}
}
