package flow

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
)

// A Flow is the index of where the values of one package come from and where
// they go: what each variable, field and parameter is set to, where it is
// used, and which calls reach which function.
//
// It knows neither the order of statements nor one instance of a struct from
// another: a variable holds whatever is ever assigned to it. That is coarse,
// but it needs no SSA, and its error is to see more ways than there are.
type Flow struct {
	Pkg   *types.Package
	Info  *types.Info
	Root  inspector.Cursor // of the files
	Defs  map[types.Object][]Value
	Uses  map[types.Object][]inspector.Cursor
	Funcs map[ast.Node]*Function       // by *ast.FuncDecl or *ast.FuncLit
	Order []*Function                  // the functions as they stand in the source
	ByObj map[types.Object][]*Function // several literals may be assigned to one variable
	Param map[types.Object]ParamRef
	Addr  map[types.Object]bool // its address is taken

	promoted map[*types.Var][]inspector.Cursor // by embedded field: the selectors of the methods that it lends to a struct
	names    map[*types.Func]string            // of FullName

	control *control.Graphs // of graphs
}

// A Value is one thing that a variable may hold.
type Value struct {
	Expr   ast.Expr
	Cursor inspector.Cursor // of expr
	Index  int              // which result of the call expr, or one of the constants below
}

const (
	Whole   = -1 // the value is that of expr
	Element = -2 // the value is an element of expr
)

// A Function is a declared function or a function literal.
type Function struct {
	Cursor  inspector.Cursor
	Obj     types.Object // *types.Func, the variable that holds a literal, or nil
	Sig     *types.Signature
	Returns []inspector.Cursor // its return statements
	Calls   []inspector.Cursor // the calls of it in this package
	Escapes bool               // it is used other than by calling it
}

// A ParamRef names a parameter of a function.
type ParamRef struct {
	Fn    *Function
	Index int
}

// New indexes pkg, whose files are below root.
func New(pkg *types.Package, info *types.Info, root inspector.Cursor) *Flow {
	f := &Flow{
		Pkg:  pkg,
		Info: info,
		Root: root,
		// Most of what is declared are variables that are used. Maps that grow
		// step by step were a tenth of the time that all of the analysis takes.
		Defs:  make(map[types.Object][]Value, len(info.Defs)/2),
		Uses:  make(map[types.Object][]inspector.Cursor, len(info.Defs)/2),
		Funcs: make(map[ast.Node]*Function),
		ByObj: make(map[types.Object][]*Function),
		Param: make(map[types.Object]ParamRef),
		Addr:  make(map[types.Object]bool),

		promoted: make(map[*types.Var][]inspector.Cursor),
		names:    make(map[*types.Func]string),
	}
	for c := range root.Preorder((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		f.addFunction(c)
	}
	for c := range root.Preorder(
		(*ast.AssignStmt)(nil), (*ast.ValueSpec)(nil), (*ast.RangeStmt)(nil),
		(*ast.CompositeLit)(nil), (*ast.ReturnStmt)(nil), (*ast.Ident)(nil),
	) {
		switch n := c.Node().(type) {
		case *ast.AssignStmt:
			f.addAssign(c, n)
		case *ast.ValueSpec:
			f.addSpec(c, n)
		case *ast.RangeStmt:
			f.addRange(c, n)
		case *ast.CompositeLit:
			f.addComposite(c, n)
		case *ast.ReturnStmt:
			if fn := f.Enclosing(c); fn != nil {
				fn.Returns = append(fn.Returns, c)
			}
		case *ast.Ident:
			f.addUse(c, n)
		}
	}
	return f
}

// Graphs returns the control flow of the functions.
func (f *Flow) Graphs() *control.Graphs {
	if f.control == nil {
		f.control = control.New(f.Info, func(call *ast.CallExpr) ast.Node {
			if fn := f.Local(call); fn != nil {
				return fn.Cursor.Node()
			}
			return nil
		}, f.neverNil, f.finishes)
	}
	return f.control
}

// finishes reports whether call is the method of a pending file that publishes
// it unless an error is set.
func (f *Flow) finishes(call *ast.CallExpr) bool {
	fn := f.Callee(call)
	if fn == nil || fn.Signature().Recv() == nil {
		return false
	}
	k := knowledge.PendingKindOf(fn.Signature().Recv().Type())
	return k != nil && k.Finish != "" && fn.Name() == k.Finish
}

func (f *Flow) addFunction(c inspector.Cursor) {
	fn := &Function{Cursor: c}
	switch n := c.Node().(type) {
	case *ast.FuncDecl:
		fn.Obj = f.Info.Defs[n.Name]
		if fn.Obj == nil {
			return
		}
		fn.Sig, _ = fn.Obj.Type().(*types.Signature)
	case *ast.FuncLit:
		fn.Obj = f.holder(c)
		fn.Sig, _ = f.Info.TypeOf(n).(*types.Signature)
		if fn.Obj == nil && ParentKind(c) != edge.CallExpr_Fun {
			fn.Escapes = true
		}
		if ParentKind(c) == edge.CallExpr_Fun {
			fn.Calls = append(fn.Calls, c.Parent())
		}
	}
	if fn.Sig == nil {
		return
	}
	f.Funcs[c.Node()] = fn
	f.Order = append(f.Order, fn)
	if fn.Obj != nil {
		f.ByObj[fn.Obj] = append(f.ByObj[fn.Obj], fn)
	}
	for i := range fn.Sig.Params().Len() {
		f.Param[fn.Sig.Params().At(i)] = ParamRef{Fn: fn, Index: i}
	}
}

// holder returns the variable that the function literal at c is assigned to.
func (f *Flow) holder(c inspector.Cursor) types.Object {
	switch kind, i := c.ParentEdge(); kind {
	case edge.AssignStmt_Rhs:
		if n := c.Parent().Node().(*ast.AssignStmt); len(n.Lhs) == len(n.Rhs) {
			return f.ObjectOf(n.Lhs[i])
		}
	case edge.ValueSpec_Values:
		if n := c.Parent().Node().(*ast.ValueSpec); len(n.Names) == len(n.Values) {
			return f.Info.Defs[n.Names[i]]
		}
	}
	return nil
}

func (f *Flow) addAssign(c inspector.Cursor, n *ast.AssignStmt) {
	switch {
	case len(n.Lhs) == len(n.Rhs):
		for i, lhs := range n.Lhs {
			f.addDef(lhs, Value{n.Rhs[i], c.ChildAt(edge.AssignStmt_Rhs, i), Whole})
		}
	case len(n.Rhs) == 1:
		for i, lhs := range n.Lhs {
			f.addDef(lhs, Value{n.Rhs[0], c.ChildAt(edge.AssignStmt_Rhs, 0), i})
		}
	}
}

func (f *Flow) addSpec(c inspector.Cursor, n *ast.ValueSpec) {
	for i, name := range n.Names {
		switch {
		case len(n.Values) == len(n.Names):
			f.addDef(name, Value{n.Values[i], c.ChildAt(edge.ValueSpec_Values, i), Whole})
		case len(n.Values) == 1:
			f.addDef(name, Value{n.Values[0], c.ChildAt(edge.ValueSpec_Values, 0), i})
		}
	}
}

func (f *Flow) addRange(c inspector.Cursor, n *ast.RangeStmt) {
	x := c.ChildAt(edge.RangeStmt_X, -1)
	if n.Key != nil {
		switch f.Info.TypeOf(n.X).Underlying().(type) {
		case *types.Map, *types.Chan:
			f.addDef(n.Key, Value{n.X, x, Element})
		}
	}
	if n.Value != nil {
		f.addDef(n.Value, Value{n.X, x, Element})
	}
}

func (f *Flow) addComposite(c inspector.Cursor, n *ast.CompositeLit) {
	st, ok := StructOf(f.Info.TypeOf(n))
	if !ok {
		return
	}
	for i, elt := range n.Elts {
		ec := c.ChildAt(edge.CompositeLit_Elts, i)
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok {
				if obj := f.Info.Uses[key]; obj != nil {
					f.Defs[obj] = append(f.Defs[obj], Value{kv.Value, ec.ChildAt(edge.KeyValueExpr_Value, -1), Whole})
				}
			}
		} else if i < st.NumFields() {
			obj := st.Field(i)
			f.Defs[obj] = append(f.Defs[obj], Value{elt, ec, Whole})
		}
	}
}

func (f *Flow) addDef(lhs ast.Expr, v Value) {
	if obj := f.ObjectOf(lhs); obj != nil {
		f.Defs[obj] = append(f.Defs[obj], v)
		return
	}
	// s[i] = v and *p = v set the variable, too.
	switch lhs := ast.Unparen(lhs).(type) {
	case *ast.IndexExpr:
		f.addDef(lhs.X, Value{v.Expr, v.Cursor, v.Index})
	case *ast.StarExpr:
		f.addDef(lhs.X, v)
	}
}

// addUse records a mention of a variable that reads it, and a call or another
// use of a function.
func (f *Flow) addUse(c inspector.Cursor, id *ast.Ident) {
	switch obj := f.Info.Uses[id].(type) {
	case *types.Var:
		expr := selected(c)
		if assigned(expr) || ParentKind(expr) == edge.KeyValueExpr_Key {
			return
		}
		if u, ok := expr.Parent().Node().(*ast.UnaryExpr); ok && u.Op == token.AND {
			f.Addr[obj.Origin()] = true
		}
		f.Uses[obj.Origin()] = append(f.Uses[obj.Origin()], expr)
		for _, fn := range f.ByObj[obj] {
			fn.addUse(expr)
		}
	case *types.Func:
		if obj.Pkg() == f.Pkg {
			for _, fn := range f.ByObj[obj.Origin()] {
				fn.addUse(selected(c))
			}
		}
		if sel, ok := selected(c).Node().(*ast.SelectorExpr); ok {
			if field := PromotedBy(f.Info, sel); field != nil {
				f.promoted[field] = append(f.promoted[field], selected(c))
			}
		}
	}
}

func (fn *Function) addUse(c inspector.Cursor) {
	for {
		switch ParentKind(c) {
		case edge.ParenExpr_X, edge.IndexExpr_X, edge.IndexListExpr_X:
			c = c.Parent()
			continue
		case edge.CallExpr_Fun:
			fn.Calls = append(fn.Calls, c.Parent())
		default:
			fn.Escapes = true
		}
		return
	}
}

// selected returns the expression that the identifier at c stands for: the
// selector expression when the identifier is its Sel, else the identifier.
func selected(c inspector.Cursor) inspector.Cursor {
	if ParentKind(c) == edge.SelectorExpr_Sel {
		return c.Parent()
	}
	return c
}

// assigned reports whether the expression at c is set rather than read.
func assigned(c inspector.Cursor) bool {
	switch ParentKind(c) {
	case edge.AssignStmt_Lhs:
		tok := c.Parent().Node().(*ast.AssignStmt).Tok
		return tok == token.ASSIGN || tok == token.DEFINE
	case edge.RangeStmt_Key, edge.RangeStmt_Value:
		return true
	}
	return false
}

// ObjectOf returns the variable or constant that e names: a local or package
// variable, or the field of a selector expression.
func (f *Flow) ObjectOf(e ast.Expr) types.Object {
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	default:
		return nil
	}
	switch obj := f.Info.ObjectOf(id).(type) {
	case *types.Var:
		return obj.Origin()
	case *types.Const:
		return obj
	}
	return nil
}

// ParentKind returns the field of its parent that the node at c stands in.
func ParentKind(c inspector.Cursor) edge.Kind {
	kind, _ := c.ParentEdge()
	return kind
}

// Enclosing returns the innermost function around c.
func (f *Flow) Enclosing(c inspector.Cursor) *Function {
	for fc := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		return f.Funcs[fc.Node()]
	}
	return nil
}

// Declaration returns the outermost function around c, or the zero Cursor.
func Declaration(c inspector.Cursor) (inspector.Cursor, bool) {
	for fc := range c.Enclosing((*ast.FuncDecl)(nil)) {
		return fc, true
	}
	return inspector.Cursor{}, false
}

// Importable reports whether other packages can name what this one exports.
func (f *Flow) Importable() bool { return f.Pkg.Name() != "main" }

// Open reports whether fn may be called by code that this package does not
// show: from another package, through an interface or as a value.
func (f *Flow) Open(fn *Function) bool {
	if fn.Escapes || len(fn.Calls) == 0 {
		return true
	}
	obj, ok := fn.Obj.(*types.Func)
	return ok && obj.Exported() && f.Importable()
}

// Callee returns the function that call runs, if it is known statically. It
// belongs to a package: the only function that does not is a method of an
// interface, error.
func (f *Flow) Callee(call *ast.CallExpr) *types.Func {
	if fn := typeutil.StaticCallee(f.Info, call); fn != nil {
		return fn.Origin()
	}
	return nil
}

// FullName returns fn.FullName(), which is costly, as it is the key of most tables.
func (f *Flow) FullName(fn *types.Func) string {
	name, ok := f.names[fn]
	if !ok {
		name = fn.FullName()
		f.names[fn] = name
	}
	return name
}

// Local returns the function of this package that call runs, if it is known:
// a declared function, a method, or a literal that a variable holds.
func (f *Flow) Local(call *ast.CallExpr) *Function {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return f.Funcs[lit]
	}
	if fn := f.Callee(call); fn != nil {
		return Only(f.ByObj[fn])
	}
	if obj := f.ObjectOf(call.Fun); obj != nil && len(f.Defs[obj]) == 1 {
		return Only(f.ByObj[obj])
	}
	return nil
}

// Only returns the function of fns if it holds one, else nil.
func Only(fns []*Function) *Function {
	if len(fns) == 1 {
		return fns[0]
	}
	return nil
}

// StructOf returns the struct that t, or what t points to, is.
func StructOf(t types.Type) (*types.Struct, bool) {
	if t == nil {
		return nil, false
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	return st, ok
}
