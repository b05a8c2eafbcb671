// Command guest is the program inside the crash. It has three parts: the
// writer of files,
//
//	guest prepare SPEC DIR
//	guest play SPEC DIR
//
// where SPEC is a workload.Spec in JSON; what starts a virtual machine,
//
//	guest boot COMMAND
//
// and, as the first process of a virtual machine, the laboratory that records
// what a writer makes the file system write, and looks at what is left when
// part of that is lost. It is linked statically, for in the machine there is
// nothing else.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

func main() {
	if os.Getpid() == 1 && len(os.Args) < 4 {
		runMachine()
		return
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "guest:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) > 1 && args[0] == "boot" {
		return boot(args[1:])
	}
	if len(args) != 3 {
		return fmt.Errorf("got arguments %q, want boot and a command, or prepare or play, a spec and a directory", args)
	}
	var spec workload.Spec
	if err := json.Unmarshal([]byte(args[1]), &spec); err != nil {
		return fmt.Errorf("spec %q: %w", args[1], err)
	}
	r, err := workload.New(spec)
	if err != nil {
		return err
	}
	switch args[0] {
	case "prepare":
		return r.Prepare(args[2])
	case "play":
		return workload.Serve(r, args[2], os.Stdin, os.Stdout)
	}
	return fmt.Errorf("unknown command %q", args[0])
}
