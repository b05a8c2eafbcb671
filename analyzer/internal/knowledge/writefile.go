package knowledge

// SameWriteFile holds the functions that have the signature of os.WriteFile.
var SameWriteFile = map[string]bool{
	"os.WriteFile":        true,
	"io/ioutil.WriteFile": true,
}

// NotAtomic are packages with a WriteFile that writes in place.
var NotAtomic = []string{"os", "io/ioutil", AferoPath}
