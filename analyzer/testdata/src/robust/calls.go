package robust

import (
	"io/fs"
	"os"
)

func pair() (string, string)                      { return "pair.tmp", "pair" }
func contents() (string, []byte, fs.FileMode)     { return "pair.tmp", []byte("x"), 0o644 }
func flagsToo() (string, int, fs.FileMode)        { return "pair", os.O_CREATE | os.O_WRONLY, 0o644 }
func modeToo() (string, fs.FileMode)              { return "pair.tmp", 0o644 }
func opened() (*os.File, error)                   { return os.Create("opened") } // want `can leave "opened" half-written`
func external(path string, draft string) error    // in assembly
func (shelf) external(path string) (f *os.File)   // in assembly
func opening[T any](name T) (f *os.File, e error) { return opened() }

// One call returns all the arguments of another.
func spread() error {
	if err := os.WriteFile(contents()); err != nil { // want `can leave contents\(\) half-written`
		return err
	}
	if err := os.Chmod(modeToo()); err != nil {
		return err
	}
	if err := os.Rename(pair()); err != nil {
		return err
	}
	f, err := os.OpenFile(flagsToo())
	if err != nil {
		return err
	}
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	t, err := os.CreateTemp(pair())
	if err != nil {
		return err
	}
	if _, err := t.Write(nil); err != nil {
		return err
	}
	if err := t.Close(); err != nil {
		return err
	}
	if err := os.Rename(t.Name(), "spread"); err != nil { // want `publishes "spread" unsafely`
		return err
	}
	return f.Close()
}

// Methods are called as functions of their receiver.
func expressions(root *os.Root, b []byte) error {
	f, err := (*os.Root).Create(root, "expressions")
	if err != nil {
		return err
	}
	if _, err := (*os.File).Write(f, b); err != nil {
		return err
	}
	if err := (*os.File).Chmod(f, 0o600); err != nil {
		return err
	}
	defer (*os.Root).Remove(root, "expressions")
	return (*os.File).Close(f)
}

// The variables stand in parentheses, or are no variables.
func parentheses(b []byte) (err error) {
	var f *os.File
	(f), (err) = (os.Create)(("parentheses")) // want `can leave \("parentheses"\) half-written`
	if (err) != nil {
		return
	}
	defer (f.Close)()
	(f.Write)(b)
	var files [1]*os.File
	(files[0]), _ = os.Create("element") // want `can leave "element" half-written`
	files[0].Write(b)
	*new(*os.File), err = os.Create("nowhere")
	return external("parentheses", "external")
}

// Nothing is around a call but the package.
var (
	global, globalErr = os.Create("global")                            // want `can leave "global" half-written`
	_                 = os.WriteFile("global.tmp", []byte("x"), 0o644) // want `can leave "global\.tmp" half-written`
	_                 = os.Rename("global.tmp", "global")              // want `publishes "global" unsafely`
	_, _              = global.WriteString("x")
	_                 = func() error {
		f, err := os.Create("literal") // want `can leave "literal" half-written`
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = f.WriteString("x")
		return err
	}()
	saver = func(b []byte) error { return os.WriteFile("saver", b, 0o644) }                                // want `can leave "saver" half-written`
	_     = map[string]func() (*os.File, error){"a": func() (*os.File, error) { return os.Create("map") }} // want `can leave "map" half-written`
)

func init() { global.Close() }

func _() { os.WriteFile("blank", []byte("x"), 0o644) } // want `can leave "blank" half-written`

func (*shelf) _(b []byte) { os.WriteFile("blank", b, 0o644) } // want `can leave "blank" half-written`

func (shelf) unnamed(string, []byte) error { return os.WriteFile("unnamed", []byte("x"), 0o644) } // want `can leave "unnamed" half-written`
