// Package cgroups works on control files, as its name says.
package cgroups

import "os"

func Write(dir, file string, data []byte) error {
	f, err := os.OpenFile(dir+"/"+file, os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	return err
}

func Report(data []byte) error {
	return os.WriteFile("report.json", data, 0o644) // want `os.WriteFile can leave`
}
