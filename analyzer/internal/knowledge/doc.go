// Package knowledge is what the analyzer knows beforehand of the code of
// others: functions of the standard library and of a few modules, the words in
// which people name temporaries, locks and logs, and how far to look before
// the answer is that nothing is known. A table says what its entries have in
// common; an entry that needs more of a reason has it beside it.
//
// A function is named as types.Func.FullName names it. What a function of
// another module does is told by its Fact, which needs no entry here.
//
// Of the analyzer it imports package facts, in whose terms some tables speak.
package knowledge
