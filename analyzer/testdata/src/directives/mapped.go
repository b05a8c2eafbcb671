package directives

import "os"

func mapped(data []byte) {
	os.WriteFile("a", data, 0o644) //atomiclint:ignore a comment is for its line in this text, whatever it is called
//line mapped.go:6
	os.WriteFile("b", data, 0o644) // want `os.WriteFile can leave "b"`
}
