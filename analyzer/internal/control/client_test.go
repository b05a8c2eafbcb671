package control

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// These tests look at what a client is told and can decide.

// TestSteering has the machine do at some calls what those who use it decide.
func TestSteering(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"nothing", `error {
			mark("")
			return nil
		}`, []string{"2 returns succeeds"}},
		{"control does not go on", `error {
			if step() != nil {
				mark("kill")
			}
			return nil
		}`, []string{"4 returns succeeds"}},
		{"the function fails here", `error {
			mark("leave")
			mark("behind")
			return nil
		}`, []string{"1 returns fails"}},
		{"the function fails here, and says so", `(err error) {
			defer func() {
				if err != nil {
					mark("told")
				}
			}()
			mark("leave")
			return nil
		}`, []string{"6 returns fails told"}},
		{"a function without an error ends here", `{
			mark("leave")
			mark("behind")
		}`, []string{"1 returns fails"}},
		{"the call works", `error {
			err := step()
			mark("worked")
			return err
		}`, []string{"3 returns succeeds worked"}},
		{"the call fails", `error {
			if err := fails(); err != nil {
				return err
			}
			return nil
		}`, []string{"2 returns fails"}},
		{"the result is set", `(err error) {
			err = errBad
			mark("clear")
			return
		}`, []string{"3 returns succeeds"}},
		{"a call panics", `error {
			defer mark("late")
			mark("panic")
			return nil
		}`, []string{"2 panics fails late"}},
		{"a call panics whose result is returned", `error {
			defer func() { recover() }()
			return dies()
		}`, []string{"2 returns perhaps fails", "2 returns perhaps succeeds"}},
		{"a deferred call is added", `error {
			mark("defer")
			mark("defer")
			return nil
		}`, []string{"3 returns succeeds late"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fset, g, decls := load(t, "func fails() error { return current }\nfunc dies() error { return current }\nfunc late() { defer mark(\"late\") }\nfunc f() "+tt.body+"\n")
			m := NewMachine[string](g, 1000)
			m.Call = func(w *Way[string], call *ast.CallExpr) []Way[string] {
				switch text := marked(call); text {
				case "kill":
					w.Kill()
				case "leave":
					m.Leave(w)
				case "panic":
					w.Panic()
				case "clear":
					m.SetVar(w, nil, Zero)
				case "defer":
					m.Defer(w, decls["late"].Body.List[0].(*ast.DeferStmt))
				default:
					w.State += text
				}
				switch call.Fun.(*ast.Ident).Name {
				case "step":
					zero, nonZero := m.Fork(*w, call)
					if strings.Contains(tt.body, "worked") {
						*w = zero
						return nil
					}
					*w = nonZero
					return []Way[string]{zero}
				case "fails":
					m.Set(w, call, NonZero)
				case "dies":
					w.Panic()
				}
				return nil
			}
			if got := endsOf(t, fset, m, decls["f"]); !slices.Equal(got, tt.want) {
				t.Errorf("%s\nends: %q\nwant: %q", tt.body, got, tt.want)
			}
		})
	}
}

// TestPasses asks whether control comes from the branches of the last if
// statement to what follows it.
func TestPasses(t *testing.T) {
	for _, tt := range []struct {
		body         string
		then, orElse bool
	}{
		{`if step() == nil { mark("a") } else { mark("b") }`, true, true},
		{`if step() == nil { return } else { mark("b") }`, false, true},
		{`if step() == nil { mark("a") } else { os.Exit(1) }`, true, false},
		{`if step() == nil { for range 3 { mark("a") } } else { for { mark("b") } }`, true, false},
		{`for { if step() == nil { break } else { continue } }`, false, false},
		{`for { if step() == nil { for { break } } else { for { continue } } }`, true, false},
		{`if step() == nil { panic(1) } else { mark("b"); goto end }; end:`, false, false},
	} {
		_, g, decls := load(t, "func f() { "+tt.body+" }\n")
		var check *ast.IfStmt
		ast.Inspect(decls["f"], func(n ast.Node) bool {
			if n, ok := n.(*ast.IfStmt); ok {
				check = n
			}
			return true
		})
		if got := g.Passes(decls["f"], check); got != tt.then {
			t.Errorf("%s: got %t of the body, want %t", tt.body, got, tt.then)
		}
		if got := g.PassesElse(decls["f"], check); got != tt.orElse {
			t.Errorf("%s: got %t of the else branch, want %t", tt.body, got, tt.orElse)
		}
	}
}
