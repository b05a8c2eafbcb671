package rewrite

import (
	"go/ast"
	"strings"
	"testing"
)

// TestFixBearings fails for something else once the file is written.
func TestFixBearings(t *testing.T) {
	of := func(rest string) string {
		return "defer f.Close()\n\tif _, err := f.Write(data); err != nil {\n\t\treturn err\n\t}\n\tif n > 0 {\n\t\t" + rest
	}
	ask[ast.Node](t, []row[string]{
		{of("return errKnown\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("return t.err\n\t}"), "+ defer f.Finish(&err)"},
		{of("return failure\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("return errs[0]\n\t} ## var errs []error"), "+ defer f.Finish(&err)"},
		{of("return <-errs\n\t} ## var errs chan error"), "+ defer f.Finish(&err)"},
		{of("return *errs\n\t} ## var errs *error"), "+ defer f.Finish(&err)"},
		{of("return lib.Wrap(errKnown, \"x\")\n\t}"), "+ defer f.Finish(&err)"},
		{of("return lib.Wrap(t.err, \"x\")\n\t}"), "+ defer f.Finish(&err)"},
		{of("return lib.Wrap(ask2(data), \"x\")\n\t} ## func ask2([]byte) error { return nil }"), "+ defer f.Finish(&err)"},
		{of("return lib.Wrap(ask2(other), \"x\")\n\t} ## func ask2(string) error { return nil }"), "+ if err := f.Commit(); err != nil {"},
		{of("return lib.Wrap(nil, \"x\")\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("kerr := ask2(data)\n\t\treturn kerr\n\t} ## func ask2([]byte) error { return nil }"), "+ if err := f.Commit(); err != nil {"},
		{of("kerr := ask2(other)\n\t\treturn kerr\n\t} ## func ask2(string) error { return nil }"), "+ if err := f.Commit(); err != nil {"},
		{of("kerr := ask2(data)\n\t\treturn lib.Wrap(kerr, other)\n\t} ## func ask2([]byte) error { return nil }"), "+ defer f.Finish(&err)"},
		{of("return os.Chmod(other, 0)\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("return os.Chmod(other, fs.FileMode(data[0]))\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("return global.Sync()\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("return context.Cause(ctx)\n\t} ## var ctx context.Context"), "+ defer f.Finish(&err)"},
		{of("return ctx.Err()\n\t} ## var ctx context.Context"), "+ defer f.Finish(&err)"},
		{of("check(work())\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("check(errKnown)\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("log.Fatal(errKnown)\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("log.Fatal(data)\n\t}"), "+ return f.Commit()"},
		{of("os.Exit(1)\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("panic(n)\n\t}"), "+ if err := f.Commit(); err != nil {"},
		{of("if kerr := work(); kerr != nil {\n\t\t\tcheck(kerr)\n\t\t}\n\t}"), "+ if err := f.Commit(); err != nil {"},
	}, func(s *subject) string {
		got := s.fixed()
		return got[strings.LastIndex(got, "\n")+1:]
	})
}
