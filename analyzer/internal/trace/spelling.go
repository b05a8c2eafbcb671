package trace

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/flow"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// A piece is a part of a path as an expression spells it: constant text, or an
// expression that is none.
type piece struct {
	text string
	expr ast.Expr // nil if the piece is text
}

// sameSpelling reports whether a and b put the same pieces together, whether by
// operators, by filepath.Join or by fmt.Sprintf.
func (p *Provenance) sameSpelling(a, b ast.Expr, depth int) bool {
	if x, y := p.ending(a), p.ending(b); !strings.HasSuffix(x, y) && !strings.HasSuffix(y, x) {
		return false
	}
	as, bs := merged(p.spelling(a, 0)), merged(p.spelling(b, 0))
	if len(as) == 1 && len(bs) == 1 && as[0].expr == a && bs[0].expr == b {
		return false
	}
	return p.samePieces(as, bs, depth)
}

// SameButSlash reports whether a and b put the same pieces together, one of them
// with a slash where the other has none: it relies on a directory whose path
// ends in one.
func (p *Provenance) SameButSlash(a, b ast.Expr) bool {
	isSlash := func(part piece) bool { return part.text == "/" }
	as, bs := slices.DeleteFunc(p.spelling(a, 0), isSlash), slices.DeleteFunc(p.spelling(b, 0), isSlash)
	return len(as) > 1 && p.samePieces(merged(as), merged(bs), 0)
}

// samePieces reports whether as and bs are the same, one by one.
func (p *Provenance) samePieces(as, bs []piece, depth int) bool {
	if len(as) != len(bs) {
		return false
	}
	for i := range as {
		if as[i].text != bs[i].text || (as[i].expr == nil) != (bs[i].expr == nil) {
			return false
		}
	}
	for i := range as {
		if as[i].expr != nil && !p.sameForm(as[i].expr, bs[i].expr, depth+1) {
			return false
		}
	}
	return true
}

// ending returns some constant text that the path e ends in. It takes no more
// than a look, so that few paths are compared piece by piece.
func (p *Provenance) ending(e ast.Expr) string {
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && len(call.Args) > 0 {
		if fn := p.Callee(call); fn != nil && (p.FullName(fn) == "path/filepath.Join" || p.FullName(fn) == "path.Join") {
			return p.ending(call.Args[len(call.Args)-1])
		}
	}
	text := p.Tail(e)
	if k := strings.LastIndexByte(text, '%'); k >= 0 && k+2 <= len(text) {
		return text[k+2:] // of a format
	}
	return text
}

// spelling returns the pieces of which e puts a path together.
func (p *Provenance) spelling(e ast.Expr, depth int) []piece {
	e = p.Expand(e)
	if tv := p.Info.Types[e]; tv.Value != nil {
		if tv.Value.Kind() == constant.String {
			return []piece{{text: constant.StringVal(tv.Value)}}
		}
		return []piece{{text: tv.Value.ExactString()}}
	}
	if depth < knowledge.MaxOperators {
		switch e := e.(type) {
		case *ast.BinaryExpr:
			if t := p.Info.TypeOf(e); e.Op == token.ADD && t != nil && flow.IsPath(t) {
				return append(p.spelling(e.X, depth+1), p.spelling(e.Y, depth+1)...)
			}
		case *ast.CallExpr:
			if pieces := p.spelledBy(e, depth+1); pieces != nil {
				return pieces
			}
		}
	}
	return []piece{{expr: e}}
}

// spelledBy returns the pieces of which call puts a path together, or nil if it
// is not known to do that.
func (p *Provenance) spelledBy(call *ast.CallExpr, depth int) []piece {
	fn := p.Callee(call)
	if fn == nil || call.Ellipsis.IsValid() || len(call.Args) == 0 {
		return nil
	}
	switch p.FullName(fn) {
	case "path/filepath.Join", "path.Join":
		var pieces []piece
		for i, arg := range call.Args {
			if i > 0 {
				pieces = append(pieces, piece{text: "/"})
			}
			pieces = append(pieces, p.spelling(arg, depth)...)
		}
		return pieces
	case "path/filepath.Clean", "path.Clean":
		return p.spelling(call.Args[0], depth)
	case "fmt.Sprintf":
		return p.formatted(call, depth)
	}
	return p.returnedSpelling(call, depth)
}

// formatted returns the pieces of which call, of fmt.Sprintf, puts a path
// together, or nil if its format does more than that.
func (p *Provenance) formatted(call *ast.CallExpr, depth int) []piece {
	tv := p.Info.Types[call.Args[0]]
	if tv.Value == nil || tv.Value.Kind() != constant.String {
		return nil
	}
	texts := strings.Split(constant.StringVal(tv.Value), "%")
	if len(texts) != len(call.Args) {
		return nil
	}
	pieces := []piece{{text: texts[0]}}
	for i, arg := range call.Args[1:] {
		text := texts[i+1]
		if text == "" || !strings.Contains("svd", text[:1]) {
			return nil
		}
		pieces = append(append(pieces, p.spelling(arg, depth)...), piece{text: text[1:]})
	}
	return pieces
}

// returnedSpelling returns the pieces of which a function of this package
// puts together what call returns, of its arguments and of nothing else that
// belongs to the function.
func (p *Provenance) returnedSpelling(call *ast.CallExpr, depth int) []piece {
	fn := p.Local(call)
	if fn == nil || len(fn.Returns) != 1 || fn.Sig.Variadic() {
		return nil
	}
	results := fn.Returns[0].Node().(*ast.ReturnStmt).Results
	if len(results) != 1 {
		return nil
	}
	var pieces []piece
	for _, part := range p.spelling(results[0], depth) {
		ref, isParam := p.Param[p.ObjectOf(part.expr)]
		switch {
		case part.expr == nil, p.Portable(part.expr, 0):
			pieces = append(pieces, part)
		case isParam && ref.Fn == fn && ref.Index < len(call.Args) && len(p.Defs[p.ObjectOf(part.expr)]) == 0:
			pieces = append(pieces, p.spelling(call.Args[ref.Index], depth)...)
		default:
			return nil
		}
	}
	return pieces
}

// merged returns the pieces with one text for those that follow each other,
// cleaned of slashes that change nothing.
func merged(pieces []piece) []piece {
	var out []piece
	for _, part := range pieces {
		last := len(out) - 1
		if part.expr != nil || last < 0 || out[last].expr != nil {
			out = append(out, part)
		} else {
			out[last].text += part.text
		}
	}
	n := 0
	for _, part := range out {
		for part.expr == nil && strings.Contains(part.text, "//") {
			part.text = strings.ReplaceAll(part.text, "//", "/")
		}
		if part != (piece{}) {
			out[n] = part
			n++
		}
	}
	return out[:n]
}

// NameTexts returns the constant texts in the last element of the path e.
func (p *Provenance) NameTexts(e ast.Expr) []string {
	var texts []string
	for _, part := range slices.Backward(merged(p.spelling(e, 0))) {
		k := strings.LastIndexByte(part.text, '/')
		if part.expr == nil {
			texts = append(texts, part.text[k+1:])
		}
		if k >= 0 {
			break
		}
	}
	return texts
}

// sameButNumbers reports whether a and b spell the same path with numbers, of
// which some differ.
func (p *Provenance) sameButNumbers(a, b ast.Expr) bool {
	as, bs := p.spelling(a, 0), p.spelling(b, 0)
	if len(as) < 2 || len(as) != len(bs) {
		return false
	}
	differ := false
	for i := range as {
		switch {
		case p.samePiece(as[i], bs[i]):
		case p.isNumber(as[i]) && p.isNumber(bs[i]):
			differ = true
		default:
			return false
		}
	}
	return differ
}

// isNumber reports whether part is a number, or an integer.
func (p *Provenance) isNumber(part piece) bool {
	if part.expr == nil {
		_, err := strconv.Atoi(part.text)
		return err == nil
	}
	t := p.Info.TypeOf(part.expr)
	if t == nil {
		return false
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsInteger != 0
}

// OtherDir reports whether dir, a directory, is seen to be another than the one
// that holds path: both are made of the same beginning, or of a field of their
// own.
func (p *Provenance) OtherDir(dir, path ast.Expr) bool {
	if call, ok := p.Expand(dir).(*ast.CallExpr); ok && p.isDir(call) {
		inner, ok := p.Expand(call.Args[0]).(*ast.CallExpr)
		return ok && p.isDir(inner) && p.SameExpr(inner.Args[0], path, 0)
	}
	has, ok := parent(merged(p.spelling(path, 0)))
	if !ok {
		return false
	}
	given := merged(p.spelling(dir, 0))
	for len(has) > 0 && len(given) > 0 && p.samePiece(has[0], given[0]) {
		has, given = has[1:], given[1:]
	}
	if allText(has) && allText(given) {
		return len(has) != len(given) || len(has) > 0
	}
	return len(has) == 1 && len(given) == 1 && p.isField(has[0].expr) && p.isField(given[0].expr)
}

// isDir reports whether call returns the directory of its argument.
func (p *Provenance) isDir(call *ast.CallExpr) bool {
	fn := p.Callee(call)
	return fn != nil && len(call.Args) == 1 && (p.FullName(fn) == "path/filepath.Dir" || p.FullName(fn) == "path.Dir")
}

// isField reports whether e is a field that nothing of this package computes
// from others.
func (p *Provenance) isField(e ast.Expr) bool {
	v, ok := p.ObjectOf(e).(*types.Var)
	return ok && v.IsField() && !slices.ContainsFunc(p.Defs[v], func(d flow.Value) bool {
		_, copied := p.ObjectOf(d.Expr).(*types.Var)
		return !copied
	})
}

// parent returns what of pieces comes before the last slash, if that is text.
func parent(pieces []piece) ([]piece, bool) {
	for i := len(pieces) - 1; i >= 0; i-- {
		if k := strings.LastIndex(pieces[i].text, "/"); k >= 0 {
			return merged(append(slices.Clone(pieces[:i]), piece{text: pieces[i].text[:k]})), true
		}
	}
	return nil, false
}

// allText reports whether no piece is an expression.
func allText(pieces []piece) bool {
	return !slices.ContainsFunc(pieces, func(part piece) bool { return part.expr != nil })
}

// samePiece reports whether a and b are the same text, or spell the same.
func (p *Provenance) samePiece(a, b piece) bool {
	if a.expr == nil || b.expr == nil {
		return a == b
	}
	return p.SameExpr(a.expr, b.expr, 0)
}
