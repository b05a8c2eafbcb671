package rewrite

import (
	"fmt"
	"go/ast"
	"testing"
)

func TestOnlyCloses(t *testing.T) {
	ask[ast.Stmt](t, []row[bool]{
		{"/*?*/f.Close()", true}, {"err = work(); /*?*/err = f.Close()", true}, {"/*?*/_ = f.Close()", true}, {"/*?*/err, finished = f.Close(), true", false}, {"/*?*/err = work()", false},
		{"/*?*/if cerr := f.Close(); err == nil { err = cerr }", true}, {"/*?*/if cerr := f.Close(); err == nil { err = cerr } else { work() }", false},
		{"/*?*/if cerr := f.Close(); err == nil { err = cerr; work() }", false}, {"/*?*/if cerr := f.Close(); os.IsExist(cerr) { err = cerr }", false}, {"/*?*/if err == nil { f.Close() }", false},
		{"/*?*/if work(); ask() { f.Close() }", false}, {"/*?*/if cerr := f.Close(); err == nil { err = errors.Join(err, cerr) }", false}, {"/*?*/if cerr := f.Close(); err == nil { t.err = cerr }", false},
		{"/*?*/if cerr := f.Close(); err == nil { err, failure = cerr, cerr }", false}, {"/*?*/if cerr := f.Close(); err == nil { e := cerr; _ = e }", false}, {"/*?*/defer f.Close()", false}, {"/*?*/work()", false},
		{"/*?*/if cerr := work(); err == nil { err = cerr }", false}, {"/*?*/if cerr := f.Close(); err == nil { err = cerr; failure = err }", true}, {"/*?*/if cerr := f.Close(); cerr == nil { }", true},
	}, func(s *subject) bool { return s.h.onlyCloses(s.stmt()) })
}

// TestNameResult asks for the name of the result that is an error, and how many
// edits give it that.
func TestNameResult(t *testing.T) {
	of := func(result, body string) string {
		return "func save(name string) " + result + " {\n\tf, failed := os.Create(name)\n\tif failed != nil {\n\t\tpanic(failed)\n\t}\n\t" + body + "\n\tf.Close()\n\tpanic(0)\n}"
	}
	ask[ast.Node](t, []row[string]{
		{of("error", ""), "err 2"}, {of("(error)", ""), "err 1"}, {of("(int, error)", ""), "err 2"}, {of("(int, string, error)", ""), "err 3"}, {of("(err error)", ""), "err 0"}, {of("(e error)", ""), "e 0"}, {of("(_ error)", ""), "err 1"}, {of("(n int, _ error)", ""), "err 1"},
		{of("(_, e error)", ""), "e 0"}, {of("error", "retErr := 1; print(retErr); err := 1; print(err)"), "retErr_ 2"}, {of("error", "err := 1; print(err)"), "retErr 2"}, {of("error", "err := work(); print(err)"), "retErr 2"}, {of("error", "n, err := two(); print(n, err)"), "err 2"},
		{of("error", "_, err := two(); print(err)"), "retErr 2"}, {of("error", "var err error; print(err)"), "retErr 2"}, {of("error", "{ err := 1; print(err) }"), "err 2"}, {of("error", "if err := work(); err != nil { print() }"), "err 2"}, {of("error", "func() { print(err) }() ") + "\nvar err error", "retErr 2"},
		{of("error", "func() { err := 1; print(err) }()"), "err 2"}, {of("error", "n, err := two(); func() { print(n, err) }()"), "retErr 2"}, {of("error", "_ = pair{err: nil}"), "err 2"}, {of("error", "var t pair; _ = t.err"), "err 2"}, {of("error", "err: for { break err }"), "err 2"},
		{of("error", "type err int; var n err; print(n)"), "retErr 2"}, {of("error", "print(err())") + "\nfunc err() int { return 1 }", "retErr 2"}, {of("error", "n, err := 1, 2; print(n, err)"), "retErr 2"}, {of("error", "for _, err := range []error{} { print(err) }"), "err 2"},
		{"func save(name string) error {\n\tif name != \"\" {\n\t\tf, err := os.Create(name)\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tf.Close()\n\t}\n\treturn nil\n}", "retErr 2"},
		{"func save(name string, err error) error {\n\tf, failed := os.Create(name)\n\tif failed != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}", "retErr 2"},
		{"func save(name string) error {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn f.Close()\n}", "err 2"},
	}, func(s *subject) string {
		name, edits := s.h.resultName(s.h.body0())
		return fmt.Sprint(name, " ", len(edits))
	})
	ask[ast.Node](t, []row[string]{
		{of("(err error)", "{ err := 1; print(err); work() }"), ""}, {of("(e error)", "{ e := 1; print(e); work() }"), ""}, {of("error", "{ err := 1; print(err); work() }"), ""}, {of("(_ error)", "{ n, err := two(); print(n, err); work() }"), ""},
	}, func(s *subject) string {
		name, _ := s.h.resultName(s.callOf(t, "work()").Node().Pos())
		return name
	})
}

func TestRecovers(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"defer /*?*/rescue() ## func rescue() { recover() }", true}, {"defer /*?*/func() { recover() }()", false}, {"defer /*?*/rescue(&err) ## func rescue(err *error) { recover() }", false},
		{"defer /*?*/rescue(&n) ## func rescue(n *int) { recover() }", true}, {"defer /*?*/rescue(err) ## func rescue(err error) { recover() }", true}, {"defer /*?*/rescue() ## func rescue() { func() { recover() }() }", false},
		{"defer /*?*/rescue() ## func rescue() { print() }", false}, {"defer /*?*/hook(name)", false}, {"own := func() { recover() }; defer /*?*/own()", true},
		{"defer /*?*/rescue() ## func rescue() { recover := func() {}; recover() }", false},
	}, func(s *subject) bool { return s.h.recoversIn(s.call()) })
}

func TestSwallowsPanic(t *testing.T) {
	named := func(body string) string {
		return "func save(name string) (n int, err error) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\t" + body + "\n\treturn 0, f.Close()\n}\nfunc rescue() { recover() }\nfunc rescueTo(err *error) { recover() }"
	}
	ask[ast.Node](t, []row[int]{
		{"defer func() { recover() }()", 5}, {"func() { recover() }()", 0}, {"recover()", 0}, {"defer rescue() ## func rescue() { recover() }", 5}, {"rescue() ## func rescue() { recover() }", 0},
		{"func() { defer rescue() }() ## func rescue() { recover() }", 0}, {named("defer func() { recover(); err = errKnown }()"), 0}, {named("defer func() { recover(); n = 1 }()"), 5},
		{named("defer func() { recover() }()"), 5}, {named("defer func() { if recover() != nil { n, err = 1, errKnown } }()"), 0}, {named("defer rescue()"), 5}, {named("defer rescueTo(&err)"), 0},
	}, func(s *subject) int { return s.lines(s.h.swallowsPanic()) })
	ask[ast.Node](t, []row[int]{
		{"defer func() { recover() }()", 5}, {"func() { recover() }()", 0}, {"recover()", 0}, {"defer func() { print() }()", 0}, {"f.Close()\ndefer func() { recover() }()", 6},
		{"func save(name string) error {\n\tdefer func() { recover() }()\n\tf, err := os.Create(name)\n\t_ = f\n\treturn err\n}", 0},
	}, func(s *subject) int { return s.lines(s.h.recoversAfter(s.h.assign.End())) })
}

func TestOverwrites(t *testing.T) {
	with := func(result, body string) string {
		return "func save(name string) " + result + " {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn err\n\t}\n\tf.Write(nil)\n\t" + body + "\n\treturn nil\n}"
	}
	ask[ast.Node](t, []row[int]{
		{with("(err error)", "defer func() { err = f.Close() }()"), 6}, {with("(err error)", "defer func() { f.Close() }()"), 0}, {with("(err error)", "defer func() { if err == nil { err = f.Close() } }()"), 0},
		{with("error", "defer func() { err = f.Close() }()"), 0}, {with("(_ error)", "defer func() { err = f.Close() }()"), 0}, {with("(err error)", "err = f.Close()"), 0},
		{"func save(name string) {\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\treturn\n\t}\n\tf.Write(nil)\n\tdefer func() { err = f.Close() }()\n}", 0},
	}, func(s *subject) int { return s.lines(s.h.overwrites()) })
}

func TestSetIfCloseFails(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"f.Write(data); defer func() { if err := f.Close(); err != nil { finished = true } }()", "finished"}, {"f.Write(data); defer func() { if err := f.Close(); err != nil { n++ } }()", "n"},
		{"f.Write(data); defer func() { if err := f.Close(); err == nil { finished = true } }()", ""}, {"f.Write(data); defer func() { if cerr := f.Close(); cerr != nil { err = cerr } }()", ""},
		{"f.Write(data); defer func() { if err := f.Close(); err != nil { own := 1; own = 2; _ = own } }()", ""}, {"f.Write(data); defer func() { err = f.Close(); if err != nil { finished = true } }()", ""},
		{"f.Write(data); defer func() { f.Close(); finished = true }()", ""}, {"if err := f.Close(); err != nil { finished = true }", ""}, {"f.Write(data); defer func() { if err := f.Close(); err != nil { t.n = 1 } }()", "t.n"},
		{"f.Write(data); defer func() { if err := f.Close(); err != nil { *pointer() = 1 } }() ## func pointer() *int { return nil }", "*pointer()"}, {"f.Write(data); defer func() { if err := f.Close(); err != nil { _ = 1; t.err = err } }()", ""},
		{"f.Write(data); defer func() { _ = f.Close(); if err != nil { finished = true } }()", ""},
		{"f.Write(data); defer func() { cerr := f.Close(); if err != nil { finished = true }; _ = cerr }()", ""},
	}, func(s *subject) string {
		if e := s.h.setIfCloseFails(); e != nil {
			return s.text(e)
		}
		return ""
	})
}

func TestCloseAtEnd(t *testing.T) {
	ask[ast.Node](t, []row[string]{
		{"f.Write(data)\n\tdefer func() {\n\t\tf.Write(data)\n\t\tf.Close()\n\t}()", "true "},
		{"f.Write(data)\n\tdefer func() {\n\t\tf.Write(data); f.Close()\n\t}()", "false a deferred function literal does more than to close f"},
		{"f.Write(data)\n\tdefer func() {\n\t\tf.Write(data)\n\t\tif n > 0 {\n\t\t\tf.Close()\n\t\t}\n\t}()", "false a deferred function literal does more than to close f"},
		{"f.Write(data)\n\tdefer func() {\n\t\tf.Write(data)\n\t\tcheck(f.Close())\n\t}()", "false a deferred function literal does more than to close f"},
		{"f.Write(data)\n\tdefer func() {\n\t\tf.Write(data)\n\t\tif cerr := f.Close(); err == nil {\n\t\t\terr = cerr\n\t\t}\n\t}()", "true "},
	}, func(s *subject) string {
		n, reason := s.h.closeAtEnd(s.h.lastDeferred())
		return fmt.Sprint(n != nil, " ", reason)
	})
}

func TestLastDeferred(t *testing.T) {
	ask[ast.Node](t, []row[int]{
		{"f.Close()", 0}, {"\n\tdefer f.Close()", 6}, {"\n\tdefer f.Close()\n\tdefer func() {\n\t\tf.Close()\n\t}()", 7}, {"\n\tf.Close()\n\tdefer f.Close()\n\tf.Close()", 7},
	}, func(s *subject) int {
		if cl := s.h.lastDeferred(); cl != nil {
			return s.lines(cl.stmt)
		}
		return 0
	})
}
