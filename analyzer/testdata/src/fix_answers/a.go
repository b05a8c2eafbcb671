// Package fix_answers has functions that do not return an error last, so that
// only their callers know what they answer.
package fix_answers

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
)

func first(name, text string) (error, int) {
	f, err := os.Create(name) // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		return err, 0
	}
	defer f.Close()
	fmt.Fprint(f, text)
	if text == "" {
		return errors.New("no text"), 0
	}
	return nil, len(text)
}

type failure struct{ code int }

func (e *failure) Error() string { return "failed" }

func pointer(name, text string) *failure {
	f, err := os.Create(name) // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		return &failure{1}
	}
	defer f.Close()
	fmt.Fprint(f, text)
	if text == "" {
		return &failure{3}
	}
	return nil
}

func missing(name, text string) *http.Request {
	f, err := os.Create(name) // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		return nil
	}
	defer f.Close()
	fmt.Fprint(f, text)
	if text == "" {
		return nil
	}
	return new(http.Request)
}

func message(name, text string) string {
	f, err := os.Create(name) // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	fmt.Fprint(f, text)
	if text == "" {
		return "no text"
	}
	return ""
}

func counted(name string, bad bool) int {
	errs := 0
	check := func(ok bool) {
		if !ok {
			errs++
		}
	}
	f, err := os.Create(name) // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		return 1
	}
	defer f.Close()
	fmt.Fprint(f, "half")
	check(!bad)
	if errs > 0 {
		return errs
	}
	fmt.Fprint(f, "all")
	return errs
}

func upload(w http.ResponseWriter, r *http.Request) {
	f, err := os.Create("upload") // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		http.Error(w, "cannot create", 500)
		return
	}
	defer f.Close()
	n, err := io.Copy(f, r.Body)
	if err != nil {
		http.Error(w, "cannot read", 500)
		return
	}
	if n < 3 {
		http.Error(w, "too short", 400)
		return
	}
}

func through(name, text string, errp *error) {
	f, err := os.Create(name) // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		*errp = err
		return
	}
	defer f.Close()
	fmt.Fprint(f, text)
	if text == "" {
		*errp = errors.New("no text")
		return
	}
}

func twice(name string, rows []string) (err, warning error) {
	f, err := os.Create(name) // want `no fix: the function returns more than one error`
	if err != nil {
		return err, nil
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	return nil, warning
}

// The report is complete when the status tells what is in it.
func report(rows []string) {
	f, err := os.Create("report") // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	defer f.Close()
	for _, row := range rows {
		fmt.Fprintln(f, row)
	}
	if len(rows) > 0 {
		fmt.Println("findings, see report")
		os.Exit(1)
	}
}

// One answer is that of a success.
func answered(name, text string) string {
	f, err := os.Create(name) // want `^fix$`
	if err != nil {
		return ""
	}
	defer f.Close()
	fmt.Fprint(f, text)
	return name
}
