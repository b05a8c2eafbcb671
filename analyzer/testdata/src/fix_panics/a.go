// Package fix_panics holds functions that recover from panics, and then return
// no error: what may panic while the file is open is in the way of a fix.
package fix_panics

import (
	"bytes"
	"io"
	"os"
	"strconv"
	"strings"
)

type value struct{ n int }

func index(name string, list []int) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `no fix: line [0-9]+ recovers from panics, and the function then returns no error`
	if err != nil {
		return err
	}
	f.WriteString(strconv.Itoa(list[0]))
	return f.Close()
}

func mapIndex(name string, list map[string]int) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	f.WriteString(strconv.Itoa(list["a"]))
	return f.Close()
}

func slice(name string, data []byte) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `no fix: line [0-9]+ recovers from panics, and the function then returns no error`
	if err != nil {
		return err
	}
	f.Write(data[1:])
	return f.Close()
}

func rangeOver(name string, list []string) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	for _, line := range list {
		f.WriteString(line)
	}
	return f.Close()
}

func rangeOverFunc(name string, list func(func(string) bool)) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `no fix: line [0-9]+ recovers from panics, and the function then returns no error`
	if err != nil {
		return err
	}
	for line := range list {
		f.WriteString(line)
	}
	return f.Close()
}

func assertion(name string, v any) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `no fix: line [0-9]+ recovers from panics, and the function then returns no error`
	if err != nil {
		return err
	}
	f.WriteString(v.(string))
	return f.Close()
}

func typeSwitch(name string, v any) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	switch v := v.(type) {
	case string:
		f.WriteString(v)
	}
	return f.Close()
}

func conversion(name string, data []byte) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	f.WriteString(string(data))
	return f.Close()
}

func builtin(name string, data []byte) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	f.WriteString(strconv.Itoa(len(data)))
	return f.Close()
}

func panics(name string, data []byte) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `no fix: line [0-9]+ recovers from panics, and the function then returns no error`
	if err != nil {
		return err
	}
	if len(data) == 0 {
		panic("empty")
	}
	f.Write(data)
	return f.Close()
}

func reader(name string, r io.Reader) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `no fix: line [0-9]+ recovers from panics, and the function then returns no error`
	if err != nil {
		return err
	}
	io.Copy(f, r)
	return f.Close()
}

func buffer(name string, b *bytes.Buffer) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	io.Copy(f, b)
	return f.Close()
}

func functions(name, text string) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `no fix: line [0-9]+ recovers from panics, and the function then returns no error`
	if err != nil {
		return err
	}
	f.WriteString(strings.Map(func(r rune) rune { return r }, text))
	return f.Close()
}

func structs(name string, v value, write func(io.Writer, value)) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `no fix: line [0-9]+ recovers from panics, and the function then returns no error`
	if err != nil {
		return err
	}
	write(f, v)
	return f.Close()
}

func whenFailed(name string, list []int) error {
	defer func() { recover() }()
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		println(list[0])
		return err
	}
	f.WriteString("text")
	return f.Close()
}

func before(name string, list []int) error {
	defer func() { recover() }()
	println(list[0])
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	f.WriteString("text")
	return f.Close()
}
