package analyzer

import (
	"go/ast"
	"go/token"
)

// lines is a range of lines of a file.
type lines struct{ first, last int }

func (l lines) contain(line int) bool { return l.first <= line && line <= l.last }

// A layout tells where the code of a file stands. Its lines are those of the
// text: line directives, and what cmd/cgo makes of a file, do not count.
type layout struct {
	file  *token.File
	syn   *ast.File
	first map[int]token.Pos // by line, where its code begins, or the last piece of what began further up
}

func newLayout(file *token.File, syn *ast.File) *layout {
	l := &layout{file: file, syn: syn, first: make(map[int]token.Pos)}
	l.note(syn.Package)
	for _, decl := range syn.Decls {
		ast.Inspect(decl, func(n ast.Node) bool {
			switch n.(type) {
			case nil, *ast.Comment, *ast.CommentGroup:
				return false
			}
			l.note(n.Pos())
			l.note(n.End() - 1)
			return true
		})
	}
	return l
}

func (l *layout) note(pos token.Pos) {
	if !pos.IsValid() || int(pos) < l.file.Base() || int(pos) > l.file.Base()+l.file.Size() {
		return // the end of what the parser has mended
	}
	line := l.line(pos)
	if first, ok := l.first[line]; !ok || pos < first {
		l.first[line] = pos
	}
}

func (l *layout) line(pos token.Pos) int { return l.file.PositionFor(pos, false).Line }

// all returns the lines of the file.
func (l *layout) all() lines { return lines{1, l.file.LineCount()} }

// governed returns the lines that the first of comments is about, which are the
// rest of its group. Behind code it is about its line. On a line of its own it
// is about the statement or the declaration below the group, as far as extent
// says.
func (l *layout) governed(comments []*ast.Comment, extent func(ast.Node) token.Pos) lines {
	own := l.line(comments[0].Pos())
	if first, ok := l.first[own]; ok && first < comments[0].Pos() {
		return lines{own, own}
	}
	below := own + 1
	for _, comment := range comments[1:] {
		if _, code := l.first[l.line(comment.Pos())]; code {
			break // what cmd/cgo has put before the code
		}
		below = l.line(comment.End()) + 1
	}
	at := lines{own, below}
	if n := l.beginning(below); n != nil {
		at.last = max(below, l.line(extent(n)))
	}
	return at
}

// beginning returns the largest node with which the code of a line begins.
func (l *layout) beginning(line int) (found ast.Node) {
	pos, ok := l.first[line]
	if !ok {
		return nil
	}
	if pos == l.syn.Package {
		return l.syn
	}
	ast.Inspect(l.syn, func(n ast.Node) bool {
		if n == nil || found != nil || n.End() <= pos || n.Pos() > pos {
			return false
		}
		if _, file := n.(*ast.File); !file && n.Pos() == pos {
			found = n
		}
		return found == nil
	})
	return found
}

// wholeNode is the extent of a nolint comment, as golangci-lint has it: all of n.
func wholeNode(n ast.Node) token.Pos {
	if file, ok := n.(*ast.File); ok {
		return file.FileEnd - 1
	}
	return n.End() - 1
}

// nodeHead is the extent of an ignore directive: n up to the first block of
// statements in it.
func nodeHead(n ast.Node) token.Pos {
	end := n.End() - 1
	if file, ok := n.(*ast.File); ok {
		return file.Package
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			end = min(end, n.Lbrace)
		case *ast.CaseClause:
			end = min(end, n.Colon)
		case *ast.CommClause:
			end = min(end, n.Colon)
		}
		return true
	})
	return end
}
