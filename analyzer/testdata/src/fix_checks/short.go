package fix_checks

import "os"

// What is right of && or || runs on some ways only.

func both(name string, data []byte) bool {
	f, err := os.Create(name) // want `no fix: the function goes on after a failed write`
	if err != nil {
		return false
	}
	_, err = f.Write(data)
	return err == nil && f.Close() == nil
}

func either(name string, data []byte, quick bool) bool {
	f, err := os.Create(name) // want `no fix: line \d+ can still fail for what was written when the file is published`
	if err != nil {
		return false
	}
	f.Write(data)
	return quick || f.Close() == nil
}

func kept(name string, data []byte) bool {
	f, err := os.Create(name) // want `no fix: the function goes on after a failed write`
	if err != nil {
		return false
	}
	_, err = f.Write(data)
	ok := err == nil && f.Close() == nil
	return ok
}

func long(name string, data []byte) bool {
	f, err := os.Create(name) // want `no fix: line \d+ ends the function, and there is no telling whether it has failed`
	if err != nil {
		return false
	}
	f.Write(data)
	return len(data) > 3 && f.Close() == nil
}
