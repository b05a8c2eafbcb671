package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/atomiclint/atomiclint/analyzer/internal/control"
)

// A flow is the index of where the values of one package come from and where
// they go: what each variable, field and parameter is set to, where it is
// used, and which calls reach which function.
//
// It knows neither the order of statements nor one instance of a struct from
// another: a variable holds whatever is ever assigned to it. That is coarse,
// but it needs no SSA, and its error is to see more ways than there are.
type flow struct {
	pkg   *types.Package
	info  *types.Info
	defs  map[types.Object][]value
	uses  map[types.Object][]inspector.Cursor
	funcs map[ast.Node]*function       // by *ast.FuncDecl or *ast.FuncLit
	order []*function                  // the functions as they stand in the source
	byObj map[types.Object][]*function // several literals may be assigned to one variable
	param map[types.Object]paramRef
	addr  map[types.Object]bool // its address is taken

	promoted map[*types.Var][]inspector.Cursor // by embedded field: the selectors of the methods that it lends to a struct

	control *control.Graphs // of graphs
}

// A value is one thing that a variable may hold.
type value struct {
	expr   ast.Expr
	cursor inspector.Cursor // of expr
	index  int              // which result of the call expr, or one of the constants below
}

const (
	whole   = -1 // the value is that of expr
	element = -2 // the value is an element of expr
)

// A function is a declared function or a function literal.
type function struct {
	cursor  inspector.Cursor
	obj     types.Object // *types.Func, the variable that holds a literal, or nil
	sig     *types.Signature
	returns []inspector.Cursor // its return statements
	calls   []inspector.Cursor // the calls of it in this package
	escapes bool               // it is used other than by calling it
}

// A paramRef names a parameter of a function.
type paramRef struct {
	fn    *function
	index int
}

// newFlow indexes pkg, whose files are below root.
func newFlow(pkg *types.Package, info *types.Info, root inspector.Cursor) *flow {
	f := &flow{
		pkg:   pkg,
		info:  info,
		defs:  make(map[types.Object][]value),
		uses:  make(map[types.Object][]inspector.Cursor),
		funcs: make(map[ast.Node]*function),
		byObj: make(map[types.Object][]*function),
		param: make(map[types.Object]paramRef),
		addr:  make(map[types.Object]bool),

		promoted: make(map[*types.Var][]inspector.Cursor),
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
			if fn := f.enclosing(c); fn != nil {
				fn.returns = append(fn.returns, c)
			}
		case *ast.Ident:
			f.addUse(c, n)
		}
	}
	return f
}

// graphs returns the control flow of the functions.
func (f *flow) graphs() *control.Graphs {
	if f.control == nil {
		f.control = control.New(f.info, func(call *ast.CallExpr) ast.Node {
			if fn := f.local(call); fn != nil {
				return fn.cursor.Node()
			}
			return nil
		}, f.neverNil, f.finishes)
	}
	return f.control
}

// finishes reports whether call is the method of a pending file that publishes
// it unless an error is set.
func (f *flow) finishes(call *ast.CallExpr) bool {
	fn := f.callee(call)
	if fn == nil || fn.Signature().Recv() == nil {
		return false
	}
	k := pendingKindOf(fn.Signature().Recv().Type())
	return k != nil && k.finish != "" && fn.Name() == k.finish
}

// neverNil reports whether v, a variable of a package, whose type is an error,
// never is nil: it belongs to another package, which so names one of its
// errors, or it is made an error where it is declared and set nowhere else.
func (f *flow) neverNil(v *types.Var) bool {
	if v.Pkg() != f.pkg {
		return true
	}
	if len(f.defs[v]) != 1 || f.addr[v] {
		return false
	}
	switch e := ast.Unparen(f.defs[v][0].expr).(type) {
	case *ast.CallExpr:
		fn := f.callee(e)
		return fn != nil && (fn.FullName() == "errors.New" || fn.FullName() == "fmt.Errorf") || f.info.Types[e.Fun].IsType()
	case *ast.CompositeLit, *ast.UnaryExpr:
		return true
	}
	return false
}

func (f *flow) addFunction(c inspector.Cursor) {
	fn := &function{cursor: c}
	switch n := c.Node().(type) {
	case *ast.FuncDecl:
		fn.obj = f.info.Defs[n.Name]
		if fn.obj == nil {
			return
		}
		fn.sig, _ = fn.obj.Type().(*types.Signature)
	case *ast.FuncLit:
		fn.obj = f.holder(c)
		fn.sig, _ = f.info.TypeOf(n).(*types.Signature)
		if fn.obj == nil && parentKind(c) != edge.CallExpr_Fun {
			fn.escapes = true
		}
		if parentKind(c) == edge.CallExpr_Fun {
			fn.calls = append(fn.calls, c.Parent())
		}
	}
	if fn.sig == nil {
		return
	}
	f.funcs[c.Node()] = fn
	f.order = append(f.order, fn)
	if fn.obj != nil {
		f.byObj[fn.obj] = append(f.byObj[fn.obj], fn)
	}
	for i := range fn.sig.Params().Len() {
		f.param[fn.sig.Params().At(i)] = paramRef{fn: fn, index: i}
	}
}

// holder returns the variable that the function literal at c is assigned to.
func (f *flow) holder(c inspector.Cursor) types.Object {
	switch kind, i := c.ParentEdge(); kind {
	case edge.AssignStmt_Rhs:
		if n := c.Parent().Node().(*ast.AssignStmt); len(n.Lhs) == len(n.Rhs) {
			return f.objectOf(n.Lhs[i])
		}
	case edge.ValueSpec_Values:
		if n := c.Parent().Node().(*ast.ValueSpec); len(n.Names) == len(n.Values) {
			return f.info.Defs[n.Names[i]]
		}
	}
	return nil
}

func (f *flow) addAssign(c inspector.Cursor, n *ast.AssignStmt) {
	switch {
	case len(n.Lhs) == len(n.Rhs):
		for i, lhs := range n.Lhs {
			f.addDef(lhs, value{n.Rhs[i], c.ChildAt(edge.AssignStmt_Rhs, i), whole})
		}
	case len(n.Rhs) == 1:
		for i, lhs := range n.Lhs {
			f.addDef(lhs, value{n.Rhs[0], c.ChildAt(edge.AssignStmt_Rhs, 0), i})
		}
	}
}

func (f *flow) addSpec(c inspector.Cursor, n *ast.ValueSpec) {
	for i, name := range n.Names {
		switch {
		case len(n.Values) == len(n.Names):
			f.addDef(name, value{n.Values[i], c.ChildAt(edge.ValueSpec_Values, i), whole})
		case len(n.Values) == 1:
			f.addDef(name, value{n.Values[0], c.ChildAt(edge.ValueSpec_Values, 0), i})
		}
	}
}

func (f *flow) addRange(c inspector.Cursor, n *ast.RangeStmt) {
	x := c.ChildAt(edge.RangeStmt_X, -1)
	if n.Key != nil {
		if _, isMap := f.info.TypeOf(n.X).Underlying().(*types.Map); isMap {
			f.addDef(n.Key, value{n.X, x, element})
		}
	}
	if n.Value != nil {
		f.addDef(n.Value, value{n.X, x, element})
	}
}

func (f *flow) addComposite(c inspector.Cursor, n *ast.CompositeLit) {
	st, ok := structOf(f.info.TypeOf(n))
	if !ok {
		return
	}
	for i, elt := range n.Elts {
		ec := c.ChildAt(edge.CompositeLit_Elts, i)
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok {
				if obj := f.info.Uses[key]; obj != nil {
					f.defs[obj] = append(f.defs[obj], value{kv.Value, ec.ChildAt(edge.KeyValueExpr_Value, -1), whole})
				}
			}
		} else if i < st.NumFields() {
			obj := st.Field(i)
			f.defs[obj] = append(f.defs[obj], value{elt, ec, whole})
		}
	}
}

func (f *flow) addDef(lhs ast.Expr, v value) {
	if obj := f.objectOf(lhs); obj != nil {
		f.defs[obj] = append(f.defs[obj], v)
		return
	}
	// s[i] = v and *p = v set the variable, too.
	switch lhs := ast.Unparen(lhs).(type) {
	case *ast.IndexExpr:
		f.addDef(lhs.X, value{v.expr, v.cursor, v.index})
	case *ast.StarExpr:
		f.addDef(lhs.X, v)
	}
}

// addUse records a mention of a variable that reads it, and a call or another
// use of a function.
func (f *flow) addUse(c inspector.Cursor, id *ast.Ident) {
	switch obj := f.info.Uses[id].(type) {
	case *types.Var:
		expr := selected(c)
		if assigned(expr) || parentKind(expr) == edge.KeyValueExpr_Key {
			return
		}
		if u, ok := expr.Parent().Node().(*ast.UnaryExpr); ok && u.Op == token.AND {
			f.addr[obj.Origin()] = true
		}
		f.uses[obj.Origin()] = append(f.uses[obj.Origin()], expr)
		for _, fn := range f.byObj[obj] {
			fn.addUse(expr)
		}
	case *types.Func:
		for _, fn := range f.byObj[obj.Origin()] {
			fn.addUse(selected(c))
		}
		if sel, ok := selected(c).Node().(*ast.SelectorExpr); ok {
			if field := promotedBy(f.info, sel); field != nil {
				f.promoted[field] = append(f.promoted[field], selected(c))
			}
		}
	}
}

func (fn *function) addUse(c inspector.Cursor) {
	for {
		switch parentKind(c) {
		case edge.ParenExpr_X, edge.IndexExpr_X, edge.IndexListExpr_X:
			c = c.Parent()
			continue
		case edge.CallExpr_Fun:
			fn.calls = append(fn.calls, c.Parent())
		default:
			fn.escapes = true
		}
		return
	}
}

// selected returns the expression that the identifier at c stands for: the
// selector expression when the identifier is its Sel, else the identifier.
func selected(c inspector.Cursor) inspector.Cursor {
	if parentKind(c) == edge.SelectorExpr_Sel {
		return c.Parent()
	}
	return c
}

// assigned reports whether the expression at c is set rather than read.
func assigned(c inspector.Cursor) bool {
	switch parentKind(c) {
	case edge.AssignStmt_Lhs:
		tok := c.Parent().Node().(*ast.AssignStmt).Tok
		return tok == token.ASSIGN || tok == token.DEFINE
	case edge.RangeStmt_Key, edge.RangeStmt_Value:
		return true
	}
	return false
}

// objectOf returns the variable or constant that e names: a local or package
// variable, or the field of a selector expression.
func (f *flow) objectOf(e ast.Expr) types.Object {
	var id *ast.Ident
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		id = e
	case *ast.SelectorExpr:
		id = e.Sel
	default:
		return nil
	}
	switch obj := f.info.ObjectOf(id).(type) {
	case *types.Var:
		return obj.Origin()
	case *types.Const:
		return obj
	}
	return nil
}

// parentKind returns the field of its parent that the node at c stands in.
func parentKind(c inspector.Cursor) edge.Kind {
	kind, _ := c.ParentEdge()
	return kind
}

// enclosing returns the innermost function around c.
func (f *flow) enclosing(c inspector.Cursor) *function {
	for fc := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		return f.funcs[fc.Node()]
	}
	return nil
}

// declaration returns the outermost function around c, or the zero Cursor.
func declaration(c inspector.Cursor) (inspector.Cursor, bool) {
	for fc := range c.Enclosing((*ast.FuncDecl)(nil)) {
		return fc, true
	}
	return inspector.Cursor{}, false
}

// definitions returns what obj may hold. The list is closed if it is complete:
// nothing outside this package, and nothing through a pointer, sets obj.
func (f *flow) definitions(obj types.Object) (defs []value, closed bool) {
	v, ok := obj.(*types.Var)
	if !ok {
		return nil, false
	}
	defs = f.defs[obj]
	if p, ok := f.param[obj]; ok {
		return append(f.arguments(p), defs...), !f.open(p.fn) && !f.addr[obj]
	}
	if f.addr[obj] {
		return defs, false
	}
	if v.IsField() || v.Parent() == f.pkg.Scope() {
		return defs, !(v.Exported() && f.importable()) && v.Pkg() == f.pkg
	}
	return defs, true
}

// arguments returns what the calls in this package pass for p.
func (f *flow) arguments(p paramRef) []value {
	var args []value
	last := p.fn.sig.Params().Len() - 1
	for _, c := range p.fn.calls {
		call := c.Node().(*ast.CallExpr)
		switch {
		case p.fn.sig.Variadic() && p.index == last && !call.Ellipsis.IsValid():
			for i := last; i < len(call.Args); i++ {
				args = append(args, value{call.Args[i], c.ChildAt(edge.CallExpr_Args, i), whole})
			}
		case p.index < len(call.Args):
			args = append(args, value{call.Args[p.index], c.ChildAt(edge.CallExpr_Args, p.index), whole})
		}
	}
	return args
}

// importable reports whether other packages can name what this one exports.
func (f *flow) importable() bool { return f.pkg.Name() != "main" }

// open reports whether fn may be called by code that this package does not
// show: from another package, through an interface or as a value.
func (f *flow) open(fn *function) bool {
	if fn.escapes || len(fn.calls) == 0 {
		return true
	}
	obj, ok := fn.obj.(*types.Func)
	return ok && obj.Exported() && f.importable()
}

// callee returns the function that call runs, if it is known statically.
func (f *flow) callee(call *ast.CallExpr) *types.Func {
	if fn := typeutil.StaticCallee(f.info, call); fn != nil {
		return fn.Origin()
	}
	return nil
}

// local returns the function of this package that call runs, if it is known:
// a declared function, a method, or a literal that a variable holds.
func (f *flow) local(call *ast.CallExpr) *function {
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return f.funcs[lit]
	}
	if fn := f.callee(call); fn != nil {
		return only(f.byObj[fn])
	}
	if obj := f.objectOf(call.Fun); obj != nil && len(f.defs[obj]) == 1 {
		return only(f.byObj[obj])
	}
	return nil
}

// only returns the function of fns if it holds one, else nil.
func only(fns []*function) *function {
	if len(fns) == 1 {
		return fns[0]
	}
	return nil
}

// structOf returns the struct that t, or what t points to, is.
func structOf(t types.Type) (*types.Struct, bool) {
	if t == nil {
		return nil, false
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	return st, ok
}
