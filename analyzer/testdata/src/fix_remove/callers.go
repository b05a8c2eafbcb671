package fix_remove

import (
	"fmt"
	"os"
	"path/filepath"
)

// The caller removes what the name is made of. Before, it got to know of no
// error of writing, so the old file was safe.
func beside(name string, rows []string) error {
	if err := writeBeside(name, rows); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

func writeBeside(name string, rows []string) error {
	tmp := fmt.Sprintf("%s.%d", name, os.Getpid())
	f, err := os.Create(tmp) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

// The caller makes the same name of the same parts.
func parts(dir, base string, rows []string) error {
	err := writeParts(dir, base, rows)
	if err != nil {
		whole := filepath.Join(dir, base)
		os.Remove(whole)
	}
	return err
}

func writeParts(dir, base string, rows []string) error {
	f, err := os.Create(filepath.Join(dir, base)) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

type store struct{ dir, path string }

// The name is in a field.
func (s *store) save(rows []string) error {
	if err := s.write(rows); err != nil {
		os.Remove(s.path)
		return err
	}
	return nil
}

func (s *store) write(rows []string) error {
	f, err := os.Create(s.path) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

// Another file in the directory goes, and in other functions whatever happens.
func sibling(dir, base string, rows []string) error {
	if err := writeSibling(dir, base, rows); err != nil {
		os.Remove(filepath.Join(dir, "LOCK"))
		return err
	}
	return nil
}

func scratch(base string, rows []string) error {
	dir, err := os.MkdirTemp("", "scratch")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return writeSibling(dir, base, rows)
}

func writeSibling(dir, base string, rows []string) error {
	f, err := os.Create(filepath.Join(dir, base)) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

// The caller's caller removes it, by a function of its own.
func outer(name string, rows []string) (err error) {
	defer func() {
		if err != nil {
			discard(name)
		}
	}()
	return middle(name, rows)
}

func discard(name string) {
	fmt.Println("removing", name)
	os.Remove(name)
}

func middle(name string, rows []string) error {
	if err := writeInner(name, rows); err != nil {
		return fmt.Errorf("saving: %w", err)
	}
	return nil
}

func writeInner(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

// What is taken for broken is put aside.
func quarantined(name string, rows []string) error {
	aside := func() { os.Rename(name, name+".broken") }
	if err := writeQuarantined(name, rows); err != nil {
		aside()
		return err
	}
	return nil
}

func writeQuarantined(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

// Now and then a success removes it, too.
func orDry(name string, rows []string, dry bool) error {
	err := writeOrDry(name, rows)
	if err != nil || dry {
		os.Remove(name)
	}
	return err
}

func writeOrDry(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

// Nothing is removed that would stay otherwise: it is removed before, or after
// a success, or in any case.
func stale(name string, rows []string) error {
	os.Remove(name)
	return writeSafe(name, rows)
}

func uploaded(name string, rows []string) error {
	if err := writeSafe(name, rows); err != nil {
		return err
	}
	return os.Rename(name, name+".sent")
}

func always(name string, rows []string) error {
	err := writeSafe(name, rows)
	os.Remove(name)
	return err
}

func writeSafe(name string, rows []string) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

const state = "state.json"

// The name is a constant.
func constant(rows []string) error {
	if err := writeConstant(rows); err != nil {
		os.Remove("state.json")
		return err
	}
	return nil
}

func writeConstant(rows []string) error {
	f, err := os.Create(state) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

// Another file goes than the one of that constant name.
func constantBeside(lock string, rows []string) error {
	if err := writeConstantBeside(rows); err != nil {
		os.Remove(lock)
		os.Remove("state.lock")
		return err
	}
	return nil
}

func writeConstantBeside(rows []string) error {
	f, err := os.Create(state) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

// The literal that fails is called by another function.
func retried(name string, rows []string) error {
	err := twice(func() error { return writeRetried(name, rows) })
	if err != nil {
		old := name
		os.Remove(old)
	}
	return err
}

func twice(f func() error) error {
	if err := f(); err == nil {
		return nil
	}
	return f()
}

func writeRetried(name string, rows []string) error {
	f, err := os.Create(name) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil
}

// The temporary has to be gone when the directory is removed.
func inside(dir, text string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	name := filepath.Join(dir, "x")
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString(text); err != nil {
		os.Remove(name)
		os.Remove(dir)
		return err
	}
	return nil
}

// The function tells by other means than an error that it has failed.
func told(name, text string) int {
	if !tells(name, text) {
		os.Remove(name)
		return 1
	}
	return 0
}

func tells(name, text string) bool {
	f, err := os.Create(name) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return false
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err == nil
}

func numbered(name, text string) {
	if numbers(name, text) != 0 {
		os.Remove(name)
	}
}

func numbers(name, text string) int {
	f, err := os.Create(name) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return 2
	}
	defer f.Close()
	if _, err = f.WriteString(text); err != nil {
		return 1
	}
	return 0
}

// What is removed is another file.
func toldOf(name, text string) bool {
	if !tellsOf(name, text) {
		return false
	}
	os.Remove(name + ".old")
	return true
}

func tellsOf(name, text string) bool {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return false
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err == nil
}

// The caller hears of a failure later.
func heard(name, text string) error {
	errs := make(chan error, 1)
	go sends(name, text, errs)
	if err := <-errs; err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

func sends(name, text string, errs chan<- error) {
	f, err := os.Create(name) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		errs <- err
		return
	}
	if _, err := f.WriteString(text); err != nil {
		f.Close()
		errs <- err
		return
	}
	errs <- f.Close()
}

// The caller keeps what undoes the work.
func undone(name, text string) (err error) {
	var undo []func()
	defer func() {
		if err != nil {
			for _, f := range undo {
				f()
			}
		}
	}()
	undo = append(undo, func() { os.Remove(name) })
	return does(name, text)
}

func does(name, text string) error {
	f, err := os.Create(name) // want `no fix: line \d+ removes the file after a failure`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}
