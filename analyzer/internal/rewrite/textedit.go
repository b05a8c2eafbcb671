package rewrite

import (
	"bytes"
	"cmp"
	"errors"
	"go/ast"
	"go/token"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
)

// A source is the text of one file, from which fixes take indentation, line
// ends, and statements to repeat.
type source struct {
	file *ast.File
	tok  *token.File
	text []byte
	eol  string // how the lines of the file end
	name string // the name that fixes import the writer under; "" before it is chosen
}

var errStale = errors.New("the file has changed since it was parsed")

func (x *Fixer) readSource(file *ast.File) (*source, error) {
	tok := x.pass.Fset.File(file.FileStart)
	read := x.pass.ReadFile
	if read == nil { // some drivers have none
		read = os.ReadFile
	}
	text, err := read(tok.Name())
	if err != nil {
		return nil, err
	}
	if len(text) != tok.Size() {
		return nil, errStale
	}
	src := &source{file: file, tok: tok, text: text, eol: "\n"}
	if bytes.Contains(text, []byte("\r\n")) {
		src.eol = "\r\n"
	}
	return src, nil
}

// of returns the text of n.
func (s *source) of(n ast.Node) string { return s.between(n.Pos(), n.End()) }

func (s *source) between(pos, end token.Pos) string {
	text := string(s.text[s.tok.Offset(pos):s.tok.Offset(end)])
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// indent returns the white space that the line of pos begins with.
func (s *source) indent(pos token.Pos) string {
	line := s.text[s.tok.Offset(s.lineStart(pos)):]
	n := 0
	for n < len(line) && (line[n] == ' ' || line[n] == '\t') {
		n++
	}
	return string(line[:n])
}

// stmtIndent returns the white space for a statement that stands beside n. A
// label stands one step to the left of it.
func (s *source) stmtIndent(n ast.Stmt) string {
	if _, ok := n.(*ast.LabeledStmt); ok {
		return s.indent(n.Pos()) + "\t"
	}
	return s.indent(n.Pos())
}

func (s *source) lineStart(pos token.Pos) token.Pos { return s.tok.LineStart(s.tok.Line(pos)) }

// nextLine returns the start of the line that follows the one of pos.
func (s *source) nextLine(pos token.Pos) token.Pos {
	if line := s.tok.Line(pos); line < s.tok.LineCount() {
		return s.tok.LineStart(line + 1)
	}
	return s.file.FileEnd
}

// ownLines reports whether nothing but white space and comments shares the
// lines of the text from pos to end.
func (s *source) ownLines(pos, end token.Pos) bool {
	before := strings.TrimSpace(s.between(s.lineStart(pos), pos))
	after := strings.TrimSpace(s.between(end, s.nextLine(end)))
	return before == "" && (after == "" || strings.HasPrefix(after, "//"))
}

// crowded reports whether something else stands on the lines of the package
// clause or of an import, so that no other import can be added or taken out.
func (s *source) crowded() bool {
	if !s.ownLines(s.file.Package, s.file.Name.End()) {
		return true
	}
	for _, decl := range s.importDecls() {
		if !s.ownLines(decl.Pos(), decl.End()) {
			return true
		}
		for _, spec := range decl.Specs {
			if decl.Lparen.IsValid() && !s.ownLines(spec.Pos(), spec.End()) {
				return true
			}
		}
	}
	return false
}

// shareLine reports whether two statements of list stand on the same line.
func (s *source) shareLine(list []ast.Stmt) bool {
	for i := 1; i < len(list); i++ {
		if s.tok.Line(list[i-1].End()) == s.tok.Line(list[i].Pos()) {
			return true
		}
	}
	return false
}

// edit returns the replacement of the text from pos to end by text, which may
// be written with any line ends.
func (s *source) edit(pos, end token.Pos, text string) analysis.TextEdit {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return analysis.TextEdit{Pos: pos, End: end, NewText: []byte(strings.ReplaceAll(text, "\n", s.eol))}
}

func (s *source) replace(n ast.Node, text string) analysis.TextEdit {
	return s.edit(n.Pos(), n.End(), text)
}

// after returns the insertion of a statement on lines of its own after the
// statement n, behind the comment that ends the line of n.
func (s *source) after(n ast.Stmt, stmt string) analysis.TextEdit {
	stmt = s.indented(stmt, s.stmtIndent(n))
	if s.ownLines(n.Pos(), n.End()) {
		next := s.nextLine(n.End())
		return s.edit(next, next, stmt+"\n")
	}
	return s.edit(n.End(), n.End(), "\n"+stmt+"\n")
}

// before returns the insertion of a statement on lines of its own before the
// statement n.
func (s *source) before(n ast.Stmt, stmt string) analysis.TextEdit {
	indent := s.indent(n.Pos())
	return s.edit(n.Pos(), n.Pos(), strings.TrimPrefix(s.indented(stmt, s.stmtIndent(n)), indent)+"\n"+indent)
}

// indented returns stmt with each line but the empty ones moved in by indent.
func (s *source) indented(stmt, indent string) string {
	lines := strings.Split(stmt, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = indent + line
		}
	}
	return strings.Join(lines, "\n")
}

// dedented returns the text of n as it would stand in the first column.
func (s *source) dedented(n ast.Node) string {
	indent := s.indent(n.Pos())
	lines := strings.Split(s.of(n), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, indent)
	}
	return strings.Join(lines, "\n")
}

// commentsOf returns the comments in n, each on lines of its own, as they
// would stand before n.
func (s *source) commentsOf(n ast.Node) string {
	var b strings.Builder
	for _, group := range s.file.Comments {
		if !flow.Within(group, n) {
			continue
		}
		for line := range strings.Lines(s.of(group)) {
			b.WriteString(strings.TrimSpace(line) + "\n" + s.indent(n.Pos()))
		}
	}
	return b.String()
}

// dropNolint returns the removal of the comment behind n that keeps the linter
// errcheck silent, and no other, when no error of n is dropped any more.
func (s *source) dropNolint(n ast.Node) []analysis.TextEdit {
	for _, group := range s.file.Comments {
		directive, _, _ := strings.Cut(s.of(group), " ")
		if directive == "//nolint:errcheck" && group.Pos() >= n.End() && strings.TrimSpace(s.between(n.End(), group.Pos())) == "" {
			return []analysis.TextEdit{s.edit(n.End(), group.End(), "")}
		}
	}
	return nil
}

// Overlapping reports whether two of the edits change the same text.
func Overlapping(edits []analysis.TextEdit) bool {
	sorted := slices.SortedFunc(slices.Values(edits), func(a, b analysis.TextEdit) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.End, b.End))
	})
	for i := 1; i < len(sorted); i++ {
		if sorted[i].Pos < sorted[i-1].End {
			return true
		}
	}
	return false
}
