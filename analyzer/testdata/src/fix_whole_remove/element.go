package fix_whole_remove

import (
	"os"
	"path/filepath"
)

// What removes some element of a list may remove the old file, which the writer
// keeps.

func removesWritten(names []string, data []byte) error {
	for i := range names {
		if err := os.WriteFile(names[i], data, 0o644); err != nil { // want `no fix: line \d+ removes the old file by another name`
			for _, n := range names[:i+1] {
				os.Remove(n)
			}
			return err
		}
	}
	return nil
}

func removesWrittenDeferred(dir string, names [4]string, data []byte) (err error) {
	i := 0
	defer func() {
		if err != nil {
			for _, n := range names[:i+1] {
				os.Remove(filepath.Join(dir, n))
			}
		}
	}()
	for i = range names {
		if err := os.WriteFile(filepath.Join(dir, names[i]), data, 0o644); err != nil { // want `no fix: line \d+ removes the old file by another name`
			return err
		}
	}
	return nil
}

func removesAll(paths map[string]string, data []byte) error {
	if err := os.WriteFile(paths["out"], data, 0o644); err != nil { // want `no fix: line \d+ removes the old file by another name`
		for _, p := range paths {
			os.Remove(p)
		}
		return err
	}
	return nil
}

func removesByCallee(names []string, data []byte) error {
	for i := range names {
		if err := os.WriteFile(names[i], data, 0o644); err != nil { // want `no fix: line \d+ does away with the old file after a failure`
			removeEach(names[:i+1])
			return err
		}
	}
	return nil
}

func removeEach(names []string) {
	for _, n := range names {
		os.Remove(n)
	}
}

// The files that are removed after a success are others.
func removesRest(names *[2]string, data []byte) error {
	for i := range names {
		if len(data) == i {
			os.Remove(names[i])
			continue
		}
		if err := os.WriteFile(names[i], data, 0o644); err != nil { // want `no fix: line \d+ removes the old file by another name`
			for j := range names {
				os.Remove(names[j])
			}
			return err
		}
	}
	return nil
}

func removesSource(args []string, data []byte) error {
	if err := os.WriteFile(args[1], data, 0o644); err != nil { // want `^fix$`
		os.Remove(args[0])
		return err
	}
	return nil
}

func removesOtherList(names, temps []string, data []byte) error {
	for i := range names {
		if err := os.WriteFile(names[i], data, 0o644); err != nil { // want `^fix$`
			for _, n := range temps {
				os.Remove(n)
			}
			return err
		}
	}
	return nil
}

func removesOthersByCallee(names, temps []string, data []byte) error {
	for i := range names {
		if err := os.WriteFile(names[i], data, 0o644); err != nil { // want `^fix$`
			removeEach(temps[:i])
			return err
		}
	}
	return nil
}

func removesBefore(names []string, data []byte) error {
	for i := range names {
		if i > 0 {
			os.Remove(names[i-1])
		}
		if err := os.WriteFile(names[i], data, 0o644); err != nil { // want `^fix$`
			return err
		}
	}
	return nil
}

// A field lists what was made.
type listed struct{ made []string }

func (l *listed) put(name string, data []byte) error {
	l.made = append(l.made, name)
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `no fix: line \d+ may remove the old file after a failure`
		l.clean()
		return err
	}
	return nil
}

func (l *listed) clean() {
	for _, n := range l.made {
		os.Remove(n)
	}
}

// It lists others.
type others struct{ made []string }

func (o *others) put(name string, data []byte) error {
	o.made = append(o.made, name+".old")
	if err := os.WriteFile(name, data, 0o644); err != nil { // want `^fix$`
		for _, n := range o.made {
			os.Remove(n)
		}
		return err
	}
	return nil
}
