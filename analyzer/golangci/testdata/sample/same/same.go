// Package same holds many findings with one text.
package same

import "os"

// Save0 writes a file.
func Save0(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save1 writes a file.
func Save1(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save2 writes a file.
func Save2(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save3 writes a file.
func Save3(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save4 writes a file.
func Save4(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save5 writes a file.
func Save5(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save6 writes a file.
func Save6(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save7 writes a file.
func Save7(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save8 writes a file.
func Save8(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save9 writes a file.
func Save9(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save10 writes a file.
func Save10(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save11 writes a file.
func Save11(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save12 writes a file.
func Save12(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save13 writes a file.
func Save13(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save14 writes a file.
func Save14(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}

// Save15 writes a file.
func Save15(name string, data []byte) error {
	return os.WriteFile(name, data, 0o644)
}
