package analyzer

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/scanner"

	driver "golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/packages"
)

// checkWants compares the diagnostics with the comments of the form
//
//	// want "regexp" `regexp`
//
// each of which expects those of its line, as in analysistest.
func checkWants(t *testing.T, actions []*driver.Action) {
	t.Helper()
	for _, act := range actions {
		wants := make(map[string][]*regexp.Regexp) // by file and line
		for _, f := range act.Package.Syntax {
			for _, group := range f.Comments {
				for _, c := range group.List {
					patterns, err := parseWant(c.Text)
					at := lineOf(act.Package.Fset, c.Pos())
					if err != nil {
						t.Errorf("%s: %v", at, err)
					}
					wants[at] = append(wants[at], patterns...)
				}
			}
		}
		for _, d := range act.Diagnostics {
			at := lineOf(act.Package.Fset, d.Pos)
			i := slices.IndexFunc(wants[at], func(rx *regexp.Regexp) bool { return rx.MatchString(d.Message) })
			if i < 0 {
				t.Errorf("%s: got diagnostic %q, want %q", at, d.Message, wants[at])
				continue
			}
			wants[at] = slices.Delete(wants[at], i, i+1)
		}
		for _, at := range slices.Sorted(maps.Keys(wants)) {
			for _, rx := range wants[at] {
				t.Errorf("%s: got no diagnostic, want one that matches %q", at, rx)
			}
		}
	}
}

func lineOf(fset *token.FileSet, pos token.Pos) string {
	p := fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// parseWant returns the patterns of a comment that expects something.
func parseWant(comment string) (patterns []*regexp.Regexp, err error) {
	text := strings.TrimSuffix(comment[len("//"):], "*/")
	if i := strings.Index(text, "// want"); i >= 0 {
		text = text[i+len("//"):]
	}
	text, ok := strings.CutPrefix(strings.TrimSpace(text), "want")
	if !ok {
		return nil, nil
	}
	s := new(scanner.Scanner).Init(strings.NewReader(text))
	s.Mode = scanner.ScanStrings | scanner.ScanRawStrings
	s.Error = func(_ *scanner.Scanner, msg string) { err = errors.New(msg) }
	for tok := s.Scan(); tok != scanner.EOF && err == nil; tok = s.Scan() {
		pattern, unquoted := strconv.Unquote(s.TokenText())
		rx, compiled := regexp.Compile(pattern)
		err = errors.Join(err, unquoted, compiled)
		patterns = append(patterns, rx)
	}
	return patterns, err
}

// update has the goldens written anew, to be read before they are committed.
var update = flag.Bool("update", false, "write the golden files of fixes that differ")

// checkGoldens applies the fixes to each file that has some, and compares the
// result with the file of the same name that ends with .golden.
func checkGoldens(t *testing.T, actions []*driver.Action) {
	t.Helper()
	for _, act := range actions {
		edits, err := editsOf(act)
		if err != nil {
			t.Error(err)
		}
		for _, name := range slices.Sorted(maps.Keys(edits)) {
			if err := checkGolden(act.Package, name, edits[name]); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// A textEdit replaces the bytes from start to end of a file.
type textEdit struct {
	start, end int
	text       string
}

// editsOf returns the edits of all fixes, by file. What several fixes want, such
// as an import, is done once. Files that are marked as generated stay as they are.
func editsOf(act *driver.Action) (map[string][]textEdit, error) {
	edits := make(map[string][]textEdit)
	generated := make(map[string]bool)
	fset := act.Package.Fset
	for _, f := range act.Package.Syntax {
		generated[fset.File(f.FileStart).Name()] = ast.IsGenerated(f)
	}
	for _, d := range act.Diagnostics {
		for _, fix := range d.SuggestedFixes {
			for _, e := range fix.TextEdits {
				file := fset.File(e.Pos)
				edit := textEdit{file.Offset(e.Pos), file.Offset(max(e.Pos, e.End)), string(e.NewText)}
				if of := edits[file.Name()]; !generated[file.Name()] && !slices.Contains(of, edit) {
					edits[file.Name()] = append(of, edit)
				}
			}
		}
	}
	for name, of := range edits {
		slices.SortStableFunc(of, func(a, b textEdit) int {
			return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
		})
		for i := range of[1:] {
			if of[i].end > of[i+1].start {
				return edits, fmt.Errorf("%s: got edits that overlap: %q and %q", name, of[i].text, of[i+1].text)
			}
		}
	}
	return edits, nil
}

func checkGolden(p *packages.Package, name string, edits []textEdit) error {
	src, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	golden, err := os.ReadFile(name + ".golden")
	if err != nil && !(*update && errors.Is(err, fs.ErrNotExist)) {
		return err
	}
	want, err := format.Source(golden)
	if err != nil {
		return err
	}
	var fixed bytes.Buffer
	done := 0
	for _, e := range edits {
		if e.start < done {
			continue // it overlaps with the one before, which was told
		}
		fixed.Write(src[done:e.start])
		fixed.WriteString(e.text)
		done = e.end
	}
	fixed.Write(src[done:])
	got, err := tidy(p.Types, fixed.Bytes())
	if err != nil {
		return fmt.Errorf("%w in\n%s", err, fixed.Bytes())
	}
	if bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(want)) {
		return nil
	}
	if *update {
		return os.WriteFile(name+".golden", got, 0o644)
	}
	return fmt.Errorf("with all fixes, got\n%s\nwant\n%s", got, want)
}

// tidy formats a file of the package that was fixed, and removes the imports
// that nobody needs any more, as drivers do: where several fixes meet, none of
// them knows that it is the last to need one.
func tidy(pkg *types.Package, src []byte) ([]byte, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	used := make(map[string]bool)
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				used[id.Name] = true
			}
		}
		return true
	})
	for _, spec := range slices.Clone(f.Imports) {
		path, err := strconv.Unquote(spec.Path.Value)
		i := slices.IndexFunc(pkg.Imports(), func(p *types.Package) bool { return p.Path() == path })
		if err == nil && i >= 0 && spec.Name == nil && !used[pkg.Imports()[i].Name()] {
			astutil.DeleteImport(fset, f, path)
		}
	}
	var b bytes.Buffer
	err = format.Node(&b, fset, f)
	return b.Bytes(), err
}
