package fix_lent

import (
	"log"
	"os"
)

// A deferred function that is given the file and only closes it takes an
// io.Closer.

func editors(name string, data []byte) error {
	file, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func(file *os.File) {
		_ = file.Close()
	}(file)
	_, err = file.Write(data)
	return err
}

func editorsTold(name string, data []byte) error {
	file, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func(file *os.File) {
		err := file.Close()
		if err != nil {
			log.Println(err)
		}
	}(file)
	if _, err := file.Write(data); err != nil {
		return err
	}
	return nil
}

func editorsKept(name string, data []byte) (err error) {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer func(f *os.File) {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}(f)
	_, err = f.Write(data)
	return err
}

func editorsLost(name string, data []byte) (err error) {
	f, err := os.Create(name) // want `no fix: line \d+ sets the error of the function to another one, or to nil`
	if err != nil {
		return err
	}
	defer func(f *os.File) {
		err = f.Close()
	}(f)
	_, err = f.Write(data)
	return err
}

func helped(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	defer shut(f)
	if _, err := f.Write(data); err != nil {
		return err
	}
	return nil
}

func shut(f *os.File) {
	if err := f.Close(); err != nil {
		log.Println("cannot close", err)
	}
}

func helpedTwice(name string, data []byte) error {
	f, err := os.Create(name) // want `no fix: line \d+ closes the file again, and looks at the error of that`
	if err != nil {
		return err
	}
	defer shut(f)
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Close()
}

func helpedToRemove(name string, data []byte) error {
	f, err := os.Create(name) // want `no fix: line \d+, in drop, uses its method Close`
	if err != nil {
		return err
	}
	defer drop(f, name)
	if _, err := f.Write(data); err != nil {
		return err
	}
	return nil
}

func drop(f *os.File, name string) {
	f.Close()
	os.Remove(name)
}
