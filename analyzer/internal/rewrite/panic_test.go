package rewrite

import (
	"go/ast"
	"testing"
)

func TestCalmCall(t *testing.T) {
	ask[*ast.CallExpr](t, []row[bool]{
		{"_ = /*?*/[]byte(name)", true}, {"_ = /*?*/len(data)", true}, {`/*?*/panic("x")`, false}, {"/*?*/hook(name)", false}, {"/*?*/work()", false}, {"/*?*/lib.Save(name)", false},
		{"/*?*/fmt.Print(v)", true}, {"/*?*/log.Print(v)", true}, {"/*?*/errors.Is(err, err)", true}, {"/*?*/io.Copy(f, r)", false}, {"/*?*/io.Copy(f, os.Stdin)", true},
		{"_ = /*?*/strings.ToLower(name)", true}, {"/*?*/filepath.Walk(name, func(string, fs.FileInfo, error) error { return nil })", false}, {"w := bufio.NewWriter(f); /*?*/w.Write(data)", true},
		{"var a asker; /*?*/a.Ask(name)", false}, {"e := json.NewEncoder(f); /*?*/e.Encode(v)", false}, {"e := json.NewEncoder(f); /*?*/e.Encode(n)", true}, {"e := json.NewEncoder(f); /*?*/e.Encode([]string{})", true},
		{"e := json.NewEncoder(f); /*?*/e.Encode([]pair{})", false}, {"e := json.NewEncoder(f); /*?*/e.Encode(t)", false}, {"e := json.NewEncoder(f); /*?*/e.Encode(&n)", true},
		{"e := json.NewEncoder(f); /*?*/e.Encode(level(1))", true}, {"e := json.NewEncoder(f); /*?*/e.Encode(err)", true}, {"e := json.NewEncoder(f); /*?*/e.Encode(time.Second)", true},
		{"e := json.NewEncoder(f); /*?*/e.Encode(map[string]int{})", false}, {"e := json.NewEncoder(f); /*?*/e.Encode(nil)", true}, {"/*?*/r.Read(data)", false}, {"/*?*/sort(n) ## func sort(n int) {}", false},
	}, func(s *subject) bool { return s.h.calmCall(s.call()) })
}

func TestMayPanic(t *testing.T) {
	ask[ast.Expr](t, []row[bool]{
		{"_ = /*?*/data[0]", true}, {"_ = /*?*/map[int]int{}[0]", false}, {"_ = /*?*/name[0]", true}, {"_ = /*?*/data[1:]", true}, {"_ = /*?*/v.(int)", true},
		{"switch /*?*/v.(type) { case int: }", false}, {"_ = /*?*/gen[int]", true},
	}, func(s *subject) bool { return s.h.mayPanic(s.c) })
	ask[*ast.RangeStmt](t, []row[bool]{
		{"/*?*/for range data { }", false}, {"/*?*/for range func(yield func() bool) {} { }", true}, {"/*?*/for range ch { }", false},
	}, func(s *subject) bool { return s.h.mayPanic(s.c) })
}

func TestCalm(t *testing.T) {
	ask[ast.Node](t, []row[bool]{
		{"f.Write(data)", true}, {"work()", false}, {"_ = data[0]", false}, {"_ = map[int]int{}[0]", true}, {"_ = v.(int)", false}, {"for range func(yield func() bool) {} { }", false},
		{"func save(name string, data []byte) error {\n\t_ = data[0]\n\twork()\n\tf, err := os.Create(name)\n\tif err != nil {\n\t\t_ = data[1]\n\t\treturn work()\n\t}\n\treturn f.Close()\n}", true},
	}, func(s *subject) bool { return s.h.calm() })
}
