package rename_fix

import (
	"fmt"
	"log"
	"os"
)

func returned(name string, data []byte) error {
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, name) // want `no-sync`
}

func checked(dir string, data []byte) error {
	// The readers look for this name.
	name := dir + "/state"
	tmp := fmt.Sprintf("%s.%d.tmp", name, os.Getpid())
	err := os.WriteFile(tmp, data, 0o644)
	if err != nil {
		os.Remove(tmp)
		return fmt.Errorf("writing %s: %w", tmp, err)
	}
	if err := os.Rename(tmp, name); err != nil { // want `no-sync`
		os.Remove(tmp)
		return fmt.Errorf("renaming %s to %s: %w", tmp, name, err)
	}
	log.Println("saved", name)
	return nil
}

func deferred(name string, data []byte) (err error) {
	tmp := name + ".tmp"
	defer os.Remove(tmp)
	if err = os.WriteFile(tmp, data, 0o644); err != nil {
		return
	}
	err = os.Rename(tmp, name) // want `no-sync`
	return
}

func twoResults(name string, data []byte) (int, error) {
	if err := os.WriteFile(name+".new", data, 0o644); err != nil {
		return 0, err
	}
	return len(data), os.Rename(name+".new", name) // want `no-sync`
}

// validated is not plain: the rename depends on more than the writing.
func validated(name string, data []byte, ok func(string) error) error {
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	if err := ok(tmp); err != nil {
		return err
	}
	return os.Rename(tmp, name) // want `by hand: ok gets the name of the temporary`
}

// decided is not either.
func decided(name string, data []byte, ok func() error) error {
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	if err := ok(); err != nil {
		return err
	}
	return os.Rename(tmp, name) // want `by hand: there is something between the writing and the rename`
}

// goesOn renames what may be half a file.
func goesOn(name string, data []byte) error {
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		log.Print(err)
	}
	return os.Rename(tmp, name) // want `by hand: the function goes on after a failed write`
}

// computed has its destination from a call that may do anything.
func computed(name func() string, data []byte) error {
	if err := os.WriteFile("state.tmp", data, 0o644); err != nil {
		return err
	}
	return os.Rename("state.tmp", name()) // want `by hand: the destination is the result of a call\), or atomicfile.Rename against no-sync$`
}

// listed spells the path of the temporary out to hand it on.
func listed(name string, data []byte, list func(string)) error {
	if err := os.WriteFile(name+".tmp", data, 0o644); err != nil {
		list(name + ".tmp")
		return err
	}
	return os.Rename(name+".tmp", name) // want `by hand: list gets the name of the temporary`
}

// quietly says nothing of a failure.
func quietly(name string, data []byte) {
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return
	}
	_ = os.Rename(tmp, name) // want `unsafely`
}

// quietlyThen goes on.
func quietlyThen(name string, data []byte) {
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return
	}
	_ = os.Rename(tmp, name) // want `unsafely`
	println(name)
}
