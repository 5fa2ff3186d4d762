// long enough to be worth compressing
console.log('the same words again and again')
console.log('the same words again and again')
console.log('the same words again and again')
console.log('the same words again and again')
console.log('the same words again and again')
console.log('the same words again and again')
console.log('the same words again and again')
console.log('the same words again and again')
