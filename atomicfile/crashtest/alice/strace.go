package alice

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A call is one system call, as strace -f -y -xx prints it.
type call struct {
	line   int // on which it returned
	begun  int // and on which it was entered
	name   string
	args   []string
	result string
}

func (c *call) String() string { return fmt.Sprintf("line %d, %s", c.line, c.name) }

// failed reports whether the call returned an error, or nothing.
func (c *call) failed() bool { return c.result == "" || c.result[0] == '-' || c.result[0] == '?' }

// value returns what the call returned.
func (c *call) value() int64 {
	digits, _, _ := strings.Cut(c.result, "<")
	digits, _, _ = strings.Cut(digits, " ")
	n, _ := strconv.ParseInt(digits, 0, 64)
	return n
}

// number returns an argument that is a number.
func (c *call) number(i int) (int64, error) {
	n, err := strconv.ParseInt(c.args[i], 0, 64)
	if err != nil {
		return 0, fmt.Errorf("%v: argument %d is %.40q, want a number", c, i, c.args[i])
	}
	return n, nil
}

// text returns an argument that is a string. It must be there in full.
func (c *call) text(i int) (string, error) {
	s, ok := unhex(c.args[i])
	if !ok {
		return "", fmt.Errorf("%v: argument %d is %.40q, want a string", c, i, c.args[i])
	}
	return s, nil
}

// descriptor returns an argument that is a file descriptor: its number, which
// is -1 for AT_FDCWD, and the path it is open on.
func (c *call) descriptor(i int) (fd int, path string, err error) {
	return descriptor(c.args[i])
}

func descriptor(arg string) (fd int, path string, err error) {
	number, rest, ok := strings.Cut(arg, "<")
	if !ok {
		return 0, "", fmt.Errorf("%.40q is no descriptor", arg)
	}
	fd = -1
	if number != "AT_FDCWD" {
		if fd, err = strconv.Atoi(number); err != nil {
			return 0, "", fmt.Errorf("%.40q is no descriptor", arg)
		}
	}
	path, ok = unhex(`"` + strings.TrimSuffix(strings.TrimSuffix(rest, "(deleted)"), ">") + `"`)
	if !ok {
		return 0, "", fmt.Errorf("%.40q has no path", arg)
	}
	return fd, path, nil
}

// unhex decodes a string in quotes of which strace has printed every byte in
// hexadecimal. It fails for one that strace has cut.
func unhex(s string) (string, bool) {
	s, ok := strings.CutPrefix(s, `"`)
	if !ok {
		return "", false
	}
	if s, ok = strings.CutSuffix(s, `"`); !ok {
		return "", false
	}
	b, err := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	return string(b), err == nil
}

var (
	whole      = regexp.MustCompile(`^(\d+) +(\w+)\((.*)\) += (.*)$`)
	unfinished = regexp.MustCompile(`^(\d+) +(\w+)\((.*?),? *<unfinished \.\.\.>$`)
	resumed    = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (.*)$`)
)

// parse returns the calls in the order in which they returned.
func parse(text string) (calls []call, err error) {
	type entry struct {
		line int
		args string
	}
	open := make(map[string]entry) // by thread
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSuffix(line, "\n")
		c := call{line: n, begun: n}
		var args string
		if m := unfinished.FindStringSubmatch(line); m != nil {
			open[m[1]] = entry{n, m[3]}
			continue
		} else if m := resumed.FindStringSubmatch(line); m != nil {
			begin, ok := open[m[1]]
			if !ok {
				return nil, fmt.Errorf("line %d of the trace ends a call that never began", n)
			}
			delete(open, m[1])
			rest := strings.TrimPrefix(strings.TrimSpace(m[3]), ",")
			args = strings.TrimSpace(begin.args)
			if rest = strings.TrimSpace(rest); rest != "" && args != "" {
				args += ", "
			}
			c.begun, c.name, args, c.result = begin.line, m[2], args+rest, m[4]
		} else if m := whole.FindStringSubmatch(line); m != nil {
			c.name, args, c.result = m[2], m[3], m[4]
		} else {
			continue // a signal, or the end of a thread
		}
		c.args = split(args)
		calls = append(calls, c)
	}
	return calls, nil
}

// split cuts the arguments of a call at the commas between them.
func split(args string) (list []string) {
	if args == "" {
		return nil
	}
	depth, start, quoted := 0, 0, false
	for i := range len(args) {
		switch c := args[i]; {
		case c == '"':
			quoted = !quoted // every byte within is in hexadecimal
		case quoted:
		case strings.IndexByte("[{(<", c) >= 0:
			depth++
		case strings.IndexByte("]})>", c) >= 0:
			depth--
		case c == ',' && depth == 0:
			list = append(list, strings.TrimSpace(args[start:i]))
			start = i + 1
		}
	}
	return append(list, strings.TrimSpace(args[start:]))
}
