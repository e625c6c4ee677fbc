const address = document.getElementById("address");
document.getElementById("copy").addEventListener("click", async () => {
  address.select();
  await navigator.clipboard.writeText(address.value);
});
