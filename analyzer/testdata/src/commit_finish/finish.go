// Package commit_finish holds calls of Finish.
package commit_finish

import (
	"log"

	"github.com/atomiclint/atomiclint/atomicfile"
)

func named(name string, data []byte) (err error) {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Finish(&err)
	_, err = f.Write(data)
	return err
}

func local(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Finish(&err) // want `f.Finish cannot tell whether the function fails: err is not the result of the function, so that an error publishes the file all the same`
	_, err = f.Write(data)
	return err
}

func shadowed(names []string, data []byte) (err error) {
	for _, name := range names {
		f, err := atomicfile.Create(name)
		if err != nil {
			return err
		}
		defer f.Finish(&err) // want `err is not the result of the function`
		f.Write(data)
	}
	return nil
}

func unheld(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	defer f.Finish(new(error)) // want `nothing holds the error that it sets`
	_, err = f.Write(data)
	return err
}

func atOnce(name string, data []byte) error {
	f, err := atomicfile.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	f.Finish(&err)
	return err
}

func unread(name string, data []byte) {
	f, err := atomicfile.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	_, err = f.Write(data)
	f.Finish(&err) // want `nothing looks at err afterwards`
}

func seen(name string, data []byte) {
	f, err := atomicfile.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	defer f.Finish(&err)
	_, err = f.Write(data)
}

func inner(names []string, data []byte) (err error) {
	for _, name := range names {
		func() {
			f, cerr := atomicfile.Create(name)
			if cerr != nil {
				err = cerr
				return
			}
			defer f.Finish(&err)
			_, err = f.Write(data)
		}()
	}
	return err
}

type job struct{ err error }

func (j *job) run(name string, data []byte) {
	f, err := atomicfile.Create(name)
	if err != nil {
		j.err = err
		return
	}
	defer f.Finish(&j.err)
	_, j.err = f.Write(data)
}
