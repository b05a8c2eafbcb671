// Command fsbench tries how package atomicfile, and package os beside it,
// behave on many file systems and in many containers:
//
//	go run .
//
// It writes what came out to RESULTS.md. It needs root, and what .ci/install
// installs.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/atomiclint/atomiclint/atomicfile/fsbench/behaviour"
	"github.com/atomiclint/atomiclint/atomicfile/fsbench/confine"
	"github.com/atomiclint/atomiclint/atomicfile/fsbench/vice"
)

func main() {
	if len(os.Args) > 1 && roles[os.Args[1]] != nil {
		if err := roles[os.Args[1]](os.Args[2:]); err != nil {
			fmt.Fprintf(os.Stderr, "fsbench %s: %v\n", os.Args[1], err)
			os.Exit(1)
		}
		return
	}
	out := flag.String("out", "RESULTS.md", "`file` that gets the results")
	only := flag.String("only", "", "try only what has this `text` in its name, a file system or a container, and print the results")
	flag.Parse()
	if err := run(*out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "fsbench:", err)
		os.Exit(1)
	}
}

// roles are what the program does when it calls itself.
var roles = map[string]func(args []string) error{
	"world": playWorld,
	"act":   playAct,
	"vice":  playVice,
	"boot":  playBoot,
	"guest": playGuest,
}

func run(out, only string) error {
	r, err := everywhere(only)
	if err != nil {
		return err
	}
	page, err := r.page()
	if only != "" {
		fmt.Print(page)
		return err
	}
	if werr := os.WriteFile(out, []byte(page), 0o644); werr != nil {
		return werr
	}
	return err
}

// playAct confines itself and writes.
func playAct(args []string) error {
	if err := confine.Enter(args[0]); err != nil {
		return err
	}
	return behaviour.Play(args[1])
}

// playVice serves a file system that has a vice. See place.Served.
func playVice(args []string) error {
	f, err := vice.Mount(args[1], args[2], vice.Vice(args[0]))
	if err != nil {
		return err
	}
	for orders := bufio.NewScanner(os.Stdin); orders.Scan(); fmt.Println("done") {
		f.Arm(strings.TrimSpace(orders.Text()) == "on")
	}
	return f.Unmount()
}

// playWorld tries everything, and writes the results to standard output.
func playWorld(args []string) error {
	r, err := tryAll(args[0], append(hostFileSystems(), containers()...), args[1])
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}
